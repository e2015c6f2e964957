import type { LogSources } from '../sigma/rule.ts';
import type { FieldsDraft } from './fields-draft.ts';
import type { Taxonomy } from './names.ts';
import { channelOf } from './windows-channels.ts';
import { type Plan, planOf } from './windows-plans.ts';

/** Events of a channel, under Windows' own field names, which are Sigma's. */
export const windows: Taxonomy = (_, draft) => {
  const channel = channelOf(draft.text('Channel'));
  const plan = planOf(channel, draft.text('EventID'));
  if (channel.service === 'windefend') withoutSpaces(draft);
  if (plan.names.length > 0) draft.name(plan.names);
  return plan.cases.length > 0 ? sourcesIn(plan, draft) : plan.sources;
};

function sourcesIn({ cases, sources }: Plan, draft: FieldsDraft): LogSources {
  const one = cases.find(({ field, values }) => values.has(draft.text(field).toLowerCase()));
  return one ? one.sources : sources;
}

/** Defender writes `Threat Name`, rules write `ThreatName`. */
function withoutSpaces(draft: FieldsDraft): void {
  for (const [name, value] of Object.entries(draft.fields))
    if (name.includes(' ')) draft.add(name.replaceAll(' ', ''), value);
}
