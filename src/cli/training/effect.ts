import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { effectPicture } from '../../report/effect-picture.ts';
import { EXIT, Failure } from '../failure.ts';
import { escaped, json, say } from '../output.ts';
import { withTrainingDesk } from './desk.ts';
import { measuredEffect } from './measured-effect.ts';

interface Flags {
  readonly tenant: string;
  readonly svg?: string;
}

/** `vedette training effect` */
export const effectCommand = (): Command =>
  new Command('effect')
    .description('what learning has brought a tenant: precision of its alerts by version, as a picture or as JSON')
    .requiredOption('--tenant <name>', 'whose alerts')
    .option('--svg <file>', 'draw it')
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette training effect --tenant acme --svg effect.svg\n  $ vedette training effect --tenant acme | jq .\n',
    )
    .action(async ({ tenant, svg }: Flags) => {
      await withTrainingDesk(async (desk) => {
        const versions = (await measuredEffect(desk, tenant))[tenant] ?? [];
        if (svg === undefined) return json(versions);
        if (versions.length === 0)
          throw new Failure(EXIT.difference, `${escaped(tenant)} has no alerts yet: there is nothing to draw`);
        await writeFile(svg, effectPicture(tenant, versions));
        say(`drawn: ${svg}`);
      });
    });
