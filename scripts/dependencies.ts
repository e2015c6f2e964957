/** Every dependency has a licence on the allow list, and every install script was decided on. Needs no network. */
import { installScriptFaults } from './dependencies/install-scripts.ts';
import { licenceFaults, licenceOf } from './dependencies/licences.ts';
import { allowScripts, packages, withInstallScript } from './dependencies/read.ts';

const all = packages();
const faults = [...licenceFaults(all), ...installScriptFaults(withInstallScript(), allowScripts())];
for (const fault of faults) console.error(fault);

const counts = Map.groupBy(all, licenceOf);
const told = [...counts].sort(([, a], [, b]) => b.length - a.length).map(([licence, of]) => `${licence} ${of.length}`);
console.log(`${all.length} packages: ${told.join(', ')}`);
process.exitCode = faults.length > 0 ? 1 : 0;
