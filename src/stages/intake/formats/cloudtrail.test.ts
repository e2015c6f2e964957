import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../envelope.ts';
import { cloudtrail } from './cloudtrail.ts';

const CALL = {
  eventVersion: '1.08',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123837392027:user/benjamin', userName: 'benjamin' },
  eventTime: '2023-07-10T11:42:18Z',
  eventSource: 'account.amazonaws.com',
  eventName: 'GetRegionOptStatus',
  sourceIPAddress: '10.248.16.43',
  userAgent: 'Boto3/1.26.165',
  requestParameters: { RegionName: 'eu-north-1', tags: ['a', 'b'] },
  responseElements: null,
  eventID: '875240ac-e821-4fc6-a311-8c352a1d20f5',
};
const candidate = (json: Record<string, unknown>) => ({
  text: '',
  json,
  hint: '',
  envelope: NO_ENVELOPE,
  reference: 0,
});

describe('CloudTrail', () => {
  it.each([
    ['a record', CALL],
    ['a wrapper around one', { Records: [CALL] }],
  ])('given %s, when mapped, then the call is known', (_, json) => {
    expect(cloudtrail.recognises(candidate(json))).toBe(true);
    expect(cloudtrail.map(candidate(json))).toMatchObject({
      time: Date.UTC(2023, 6, 10, 11, 42, 18),
      id: CALL.eventID,
      class: 'cloud',
      action: 'getregionoptstatus',
      outcome: 'success',
      user: CALL.userIdentity.arn,
      srcIp: '10.248.16.43',
      code: 'aws:account:GetRegionOptStatus',
      logsource: { product: 'aws', service: 'cloudtrail' },
      fields: { 'userIdentity.arn': CALL.userIdentity.arn, 'requestParameters.tags': 'a\nb' },
      lists: { 'requestParameters.tags': ['a', 'b'] },
      tainted: ['userIdentity.userName', 'userAgent', 'requestParameters.RegionName', 'requestParameters.tags'],
    });
  });

  it('given a wrapper around two, when mapped, then it is malformed', () => {
    const two = candidate({ Records: [CALL, CALL] });
    expect([cloudtrail.recognises(two), cloudtrail.map(two)]).toEqual([true, null]);
  });

  it.each([
    ['an error', { errorCode: 'AccessDenied' }, { outcome: 'failure' }],
    [
      'a failed sign-in',
      { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
      { class: 'auth', outcome: 'failure' },
    ],
    [
      'a call by a service',
      { sourceIPAddress: 'secretsmanager.amazonaws.com', userIdentity: { invokedBy: 'secretsmanager.amazonaws.com' } },
      { srcIp: '', domain: 'secretsmanager.amazonaws.com', user: 'secretsmanager.amazonaws.com' },
    ],
  ])('given %s, when mapped, then it shows', (_, change, expected) => {
    expect(cloudtrail.map(candidate({ ...CALL, ...change }))).toMatchObject(expected);
  });
});
