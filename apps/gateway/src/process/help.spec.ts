import { COMMANDS, OPTIONS } from './commands.js';
import { helpLines } from './help.js';

const MOST_COLUMNS = 120;

it('has one line for each command and each option, which fit on a terminal', () => {
  const lines = helpLines();
  for (const name of [...Object.keys(COMMANDS).filter((each) => each !== 'start'), '\\(none\\)', 'help']) {
    expect(lines.filter((line) => new RegExp(`^  ${name}( [A-Z]+)? {2,}[a-z]`).test(line))).toHaveLength(1);
  }
  for (const name of [...Object.keys(OPTIONS).map((each) => `--${each} [A-Z]+`), '--version', '-h, --help']) {
    expect(lines.filter((line) => new RegExp(`^  ${name} {2,}[a-z]`).test(line))).toHaveLength(1);
  }
  expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
});

it('names the commands of an option that the gateway itself does not have', () => {
  expect(helpLines()).toContainEqual(expect.stringMatching(/^ {2}--source NAME +check: /));
  expect(helpLines()).toContainEqual(expect.stringMatching(/^ {2}--role ROLE +token: /));
});
