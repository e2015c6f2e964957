import { Command } from 'commander';
import { json, say } from '../output.ts';
import { navigatorLayer } from './navigator-layer.ts';
import { usableRules } from './telemetry.ts';

const EXAMPLES = `
Examples:
  $ vedette rules coverage rules/ > layer.json      then open layer.json in the ATT&CK Navigator

A technique's score is the number of rules and correlations that name it in their tags.
`;

/** `vedette rules coverage PATH` */
export function coverageCommand(): Command {
  return new Command('coverage')
    .description('print the techniques that rules name, as a layer of the ATT&CK Navigator')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .addHelpText('before', EXAMPLES)
    .action(coverage);
}

async function coverage(path: string): Promise<void> {
  const { rules, correlations, silent } = await usableRules(path);
  const telling = [...rules, ...correlations].filter(({ id }) => !silent.has(id));
  const layer = navigatorLayer(telling);
  json(layer);
  say(`${telling.length} rules name ${layer.techniques.length} techniques`);
}
