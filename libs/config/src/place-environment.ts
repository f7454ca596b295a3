/** Where the environment says that the configuration is. The image of the gateway sets both. */
export interface PlaceVariables {
  /** `JOB_GATEWAY_CONFIG`: the file, if `--config` names none. */
  readonly config?: string | undefined;
  /** `JOB_GATEWAY_FIRST_RUN`: the folder of a first configuration, if neither `--first-run` nor `--config` is given. */
  readonly firstRun?: string | undefined;
}

/** Reads the two variables. An empty one counts as not set. */
export function placeVariables(env: NodeJS.ProcessEnv = process.env): PlaceVariables {
  return { config: textOf(env['JOB_GATEWAY_CONFIG']), firstRun: textOf(env['JOB_GATEWAY_FIRST_RUN']) };
}

function textOf(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
