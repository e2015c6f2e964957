import { cloudSources } from './clouds.ts';
import { nameCore } from './core-names.ts';
import { endpointSources } from './endpoint.ts';
import { joined, sourceOf, type Taxonomy } from './names.ts';
import { addMaps } from './nested.ts';
import { windows } from './windows.ts';

/** What intake or the producer says of the log source, and nothing more. */
export const asTold: Taxonomy = ({ event }) => sourceOf(event.product, event.category, event.service);

/** Nested JSON of a known service, else as the record itself says. */
export const json: Taxonomy = (telemetry, draft) => {
  addMaps(draft);
  const cloud = cloudSources(draft);
  const told = asTold(telemetry, draft);
  return cloud ? joined(cloud, told) : told;
};

/** CloudTrail's records are Sigma's fields as they stand. */
export const cloudtrail: Taxonomy = (telemetry, draft) => {
  addMaps(draft);
  return asTold(telemetry, draft);
};

/** Events of our own contract: the producer names the log source, and its core facts have names in the category's rules. */
export const ownEvent: Taxonomy = (telemetry, draft) => {
  const { event } = telemetry;
  nameCore(event, event.category, draft);
  const told = endpointSources(event.product, event.category, event.service);
  const isWindows = event.product === 'windows' && draft.has('Channel') && draft.has('EventID');
  return isWindows ? joined(windows(telemetry, draft), told) : told;
};
