import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { recordingHandler } from '../../../test/contract/recording-handler.ts';
import { quietLogger } from '../quiet.ts';
import type { LogReader } from './log-reader.ts';
import { openSession, type Session } from './session.ts';

const SESSION_TIMEOUT_MS = 40;
const EVENTS = ['GROUP_JOIN', 'REBALANCING', 'HEARTBEAT', 'REQUEST', 'FETCH', 'END_BATCH_PROCESS', 'CRASH'];

/** The library's consumer, of which a test says what it tells. */
function library() {
  const told = new EventEmitter();
  const events = Object.fromEntries(EVENTS.map((name) => [name, name]));
  const consumer = {
    events,
    on: (name: string, listener: (event: unknown) => void) => told.on(name, listener),
    ...{ connect: async () => {}, subscribe: async () => {}, run: async () => {}, disconnect: async () => {} },
    ...{ pause() {}, resume() {}, seek() {} },
  };
  const tell = (name: string, payload: object = {}) => told.emit(name, { payload });
  return {
    client: { consumer: () => consumer } as unknown as Kafka,
    joins: () => tell('GROUP_JOIN', { memberAssignment: { topic: [0] } }),
    beats: () => tell('HEARTBEAT'),
    fetches() {
      tell('REQUEST', { apiName: 'Fetch' });
      tell('FETCH');
    },
  };
}

const log = { committed: async () => [null], offsets: async () => [{ start: 0, end: 0 }] } as unknown as LogReader;

describe('a session', () => {
  let session: Session;
  afterEach(() => session.close());

  function given() {
    const fake = library();
    const options = { group: 'group', topic: 'topic', handler: recordingHandler(), log, logger: quietLogger };
    session = openSession({ ...options, client: fake.client, sessionTimeoutMs: SESSION_TIMEOUT_MS });
    let hasEnded = false;
    void session.ended.then(() => {
      hasEnded = true;
    });
    fake.joins();
    return { ...fake, hasEnded: () => hasEnded };
  }

  it('ends when the library reads on without a heartbeat: it is no member any more and does not know it', async () => {
    const { fetches, hasEnded } = given();
    for (let elapsed = 0; elapsed < 3 * SESSION_TIMEOUT_MS; elapsed += 10) {
      fetches();
      await sleep(10);
    }
    fetches();
    await sleep(10);
    expect(hasEnded()).toBe(true);
  });

  it('goes on while there are heartbeats', async () => {
    const { fetches, beats, hasEnded } = given();
    for (let elapsed = 0; elapsed < 3 * SESSION_TIMEOUT_MS; elapsed += 10) {
      beats();
      fetches();
      await sleep(10);
    }
    expect(hasEnded()).toBe(false);
  });
});
