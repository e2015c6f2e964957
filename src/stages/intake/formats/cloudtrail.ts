import type { EventOutcome } from '../../../domain/contracts.gen.ts';
import { isObject } from '../bounded-json.ts';
import { flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { address, firstText, part, text } from '../read-value.ts';

type Json = Readonly<Record<string, unknown>>;

/** AWS CloudTrail: a record, or the file's wrapper around exactly one. More in one value are refused: one event a record. */
export const cloudtrail: Format = {
  name: 'cloudtrail',
  hints: ['cloudtrail', 'aws', 'aws_cloudtrail', 'aws:cloudtrail'],
  recognises: ({ json }) => json !== null && (isRecord(json) || isWrapper(json)),
  map({ json }): Mapped | null {
    const record = json && (isWrapper(json) ? only(json.Records) : json);
    return record && isRecord(record) ? mapRecord(record) : null;
  },
};

const isRecord = (json: Json): boolean =>
  typeof json.eventSource === 'string' && typeof json.eventName === 'string' && json.eventTime !== undefined;

/** Decided by the first member, so that a wrapper of many is known for what it is. */
const isWrapper = (json: Json): json is { Records: readonly unknown[] } =>
  Array.isArray(json.Records) && isObject(json.Records[0]) && isRecord(json.Records[0]);

const only = (records: readonly unknown[]): Json | null =>
  records.length === 1 && isObject(records[0]) ? records[0] : null;

function mapRecord(record: Json): Mapped {
  const identity = part(record, 'userIdentity');
  const issuer = part(part(identity, 'sessionContext'), 'sessionIssuer');
  const name = text(record.eventName);
  const source = text(record.eventSource);
  const srcIp = address(record.sourceIPAddress);
  const { fields, lists } = flatten(record);
  return {
    time: parseTime(record.eventTime),
    class: SIGN_IN.has(name) ? 'auth' : 'cloud',
    action: name.toLowerCase(),
    outcome: outcomeOf(record),
    id: text(record.eventID),
    user: firstText(identity.arn, identity.userName, issuer.arn, identity.invokedBy, identity.principalId),
    srcIp,
    domain: srcIp === '' ? text(record.sourceIPAddress) : '',
    code: `aws:${source.split('.', 1)[0]}:${name}`,
    logsource: { product: 'aws', category: '', service: 'cloudtrail' },
    fields,
    lists,
    tainted: Object.keys(fields).filter(isHostile),
  };
}

const SIGN_IN: ReadonlySet<string> = new Set([
  'ConsoleLogin',
  'SwitchRole',
  'GetSessionToken',
  'GetFederationToken',
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'UserAuthentication',
]);

function outcomeOf(record: Json): EventOutcome {
  if (text(record.errorCode) !== '' || text(record.errorMessage) !== '') return 'failure';
  return part(record, 'responseElements').ConsoleLogin === 'Failure' ? 'failure' : 'success';
}

/** The caller words the request, names what it makes, and picks its user agent and session name. */
const isHostile = (key: string): boolean =>
  key === 'userAgent' ||
  key === 'errorMessage' ||
  key.startsWith('requestParameters.') ||
  key.startsWith('responseElements.') ||
  key === 'userIdentity.userName';
