/** What `--help` prints. `docs/configuration.md` has the same text. */
export const USAGE = `job-gateway [--config FILE] [--first-run FOLDER] [--log-level LEVEL]
job-gateway check [--config FILE] [--source NAME]
job-gateway health [--config FILE]
job-gateway backup FOLDER [--config FILE]
job-gateway restore FOLDER [--config FILE]
job-gateway token NAME [--role ROLE]
job-gateway --version
job-gateway --help`;
