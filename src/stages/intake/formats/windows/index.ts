import type { Candidate, Format } from '../../format.ts';
import { beatsRecord, isBeats } from './beats.ts';
import { flatRecord, isFlat } from './flat.ts';
import { mapRecord } from './map-record.ts';
import { isRow, rowRecord } from './row.ts';
import { treeOf, treeRecord } from './tree.ts';
import type { WindowsRecord } from './windows-record.ts';
import { isXmlEvent, xmlTree } from './xml.ts';

const HINTS = ['windows', 'windows_security', 'windows_sysmon', 'windows_event', 'winlogbeat', 'wineventlog', 'sysmon'];

/** Windows events: rows, flat or with the data apart, Winlogbeat documents, XML turned into JSON, XML itself. */
export const windows: Format = {
  name: 'windows',
  hints: HINTS,
  recognises: ({ json, text }) =>
    json === null ? isXmlEvent(text) : isRow(json) || isBeats(json) || treeOf(json) !== null || isFlat(json),
  map(candidate) {
    const record = recordOf(candidate);
    return record && mapRecord(record.host === '' ? { ...record, host: candidate.envelope.host } : record);
  },
};

function recordOf({ json, text }: Candidate): WindowsRecord | null {
  if (json === null) {
    const tree = xmlTree(text);
    return tree && treeRecord(tree);
  }
  if (isRow(json)) return rowRecord(json);
  if (isBeats(json)) return beatsRecord(json);
  const tree = treeOf(json);
  if (tree) return treeRecord(tree);
  return isFlat(json) ? flatRecord(json) : null;
}
