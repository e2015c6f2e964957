/**
 * Known vulnerabilities, high or critical, of what is shipped. Exit 0: none; 1: some; 3: nobody answered, so nothing is
 * known. With --unless-refused a registry that has no such service is told aloud and is no failure.
 */
import { spawnSync } from 'node:child_process';
import { readAudit } from './dependencies/audit-answer.ts';

const npm = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
const answer = readAudit(npm.stdout ?? '');

switch (answer.kind) {
  case 'clean':
    console.log(`no known vulnerability, high or critical, in ${answer.dependencies} packages`);
    break;
  case 'vulnerable':
    console.error(`vulnerable: ${answer.names.join(', ')}; "npm audit --omit=dev" tells more`);
    process.exitCode = 1;
    break;
  default:
    console.error(`VULNERABILITIES WERE NOT CHECKED, the registry does not answer: ${answer.why}`);
    process.exitCode = answer.kind === 'refused' && process.argv.includes('--unless-refused') ? 0 : 3;
}
