import type { Format } from '../format.ts';
import { cloudtrail } from './cloudtrail.ts';
import { ecar } from './ecar.ts';
import { ecs } from './ecs.ts';
import { json } from './json.ts';
import { ocsf } from './ocsf.ts';
import { suricata } from './suricata.ts';
import { TEXT_FORMATS } from './text/index.ts';
import { windows } from './windows/index.ts';
import { zeek } from './zeek/index.ts';

/** Every format in the order in which they are tried: the telling ones first, then text, at last what claims anything. */
export const FORMATS: readonly Format[] = [windows, ecar, zeek, suricata, cloudtrail, ocsf, ecs, json, ...TEXT_FORMATS];
