import type { Fields } from '../fields.ts';
import { text } from '../read-value.ts';

/** Rule name of a CAR property. */
const SIGMA_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    image_path: 'Image',
    command_line: 'CommandLine',
    parent_image_path: 'ParentImage',
    parent_command_line: 'ParentCommandLine',
    src_ip: 'SourceIp',
    src_port: 'SourcePort',
    dst_ip: 'DestinationIp',
    dst_port: 'DestinationPort',
    dst_hostname: 'DestinationHostname',
    registry_key: 'TargetObject',
    registry_value: 'Details',
    target_image_path: 'TargetImage',
    granted_access: 'GrantedAccess',
    call_trace: 'CallTrace',
  }),
);

/** Properties whose text comes from whoever made the process, the file or the key. */
const HOSTILE: ReadonlySet<string> = new Set(
  `image_path parent_image_path command_line parent_command_line file_path new_path module_path registry_key
  registry_value target_image_path payload script dst_hostname call_trace`.split(/\s+/),
);

/** Adds the properties under the names that rules use and answers the keys of fields that an attacker can write. */
export function underSigmaNames(
  object: string,
  properties: Readonly<Record<string, unknown>>,
  fields: Fields,
): string[] {
  const tainted: string[] = [];
  for (const property in properties) {
    const name = nameOf(property, object, properties);
    const value = name === undefined ? '' : text(properties[property]);
    if (name !== undefined && value !== '') fields[name] = value;
    if (!HOSTILE.has(property)) continue;
    tainted.push(`properties.${property}`);
    if (name !== undefined) tainted.push(name);
  }
  if (fields.principal !== undefined) fields.User = fields.principal;
  return tainted;
}

/** One process that opens another is the source, and a file that is loaded is no target. */
function nameOf(property: string, object: string, properties: Readonly<Record<string, unknown>>): string | undefined {
  if (property === 'file_path') return object === 'MODULE' ? 'ImageLoaded' : 'TargetFilename';
  if (property === 'image_path' && properties.target_image_path !== undefined) return 'SourceImage';
  return SIGMA_NAMES.get(property);
}
