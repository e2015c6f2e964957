import { describe, expect, it } from '@jest/globals';
import { faultOf, isMissing } from './kubernetes-faults.ts';

const asked = { verb: 'patch', namespace: 'training' } as const;
const answer = (code: number, reason: string, message: string) =>
  Object.assign(new Error('HTTP'), { code, body: JSON.stringify({ kind: 'Status', reason, message }) });

describe('what the cluster answers', () => {
  it.each<[string, unknown, RegExp]>([
    ['a login that is not known', answer(401, 'Unauthorized', 'Unauthorized'), /service account/],
    [
      'a right that is missing',
      answer(
        403,
        'Forbidden',
        'jobs.batch "x" is forbidden: User "u" cannot create resource "jobs" in API group "batch"',
      ),
      /may not create jobs .* namespace training.*launch-rbac\.yaml/,
    ],
    [
      'a quota that is used up',
      answer(403, 'Forbidden', 'jobs.batch "x" is forbidden: exceeded quota: trainings, requested: count/jobs.batch=1'),
      /^quota: .*exceeded quota: trainings/,
    ],
    [
      'a namespace that is not there',
      answer(404, 'NotFound', 'namespaces "training" not found'),
      /VEDETTE_JOB_NAMESPACE/,
    ],
    ['a proxy that knows no such server', Object.assign(new Error(), { code: 404, body: '<html>' }), /answers 404/],
    ['a conflict', answer(409, 'Conflict', 'the object has been modified'), /answers 409 to patch: the object/],
    ['too many requests', answer(429, 'TooManyRequests', 'later'), /answers 429/],
    ['a server that is broken', answer(503, 'ServiceUnavailable', 'etcd'), /answers 503/],
    [
      'nobody who listens',
      Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
      /does not answer: ECONNREFUSED/,
    ],
    [
      'nothing in time',
      new DOMException('aborted: it took too long', 'TimeoutError'),
      /does not answer: aborted: it took too long/,
    ],
  ])('given %s, then trainings wait, and the reason is told', (_, cause, message) => {
    expect(faultOf(cause, asked)).toMatchObject({ name: 'RetriableError', message: expect.stringMatching(message) });
  });

  it.each([
    [400, 'BadRequest', 'strict decoding error: unknown field "spec.x"'],
    [422, 'Invalid', 'Job.batch "x" is invalid: metadata.labels: Invalid value'],
    [403, 'Forbidden', 'admission webhook "policy" denied the request: no such image'],
  ])('given %i %s, then it is the Job that is refused', (code, reason, message) => {
    expect(faultOf(answer(code, reason, message), asked)).toMatchObject({ name: 'JobRefused', message });
  });

  it('given words without end, then a part of them is told', () => {
    expect(faultOf(answer(500, 'InternalError', 'x'.repeat(100_000)), asked).message.length).toBeLessThan(400);
  });

  it('given a 404 of something else than the API server, then nothing is known to be missing', () => {
    expect(isMissing(answer(404, 'NotFound', 'jobs.batch "x" not found'))).toBe(true);
    expect(isMissing(Object.assign(new Error(), { code: 404, body: 'default backend - 404' }))).toBe(false);
  });
});
