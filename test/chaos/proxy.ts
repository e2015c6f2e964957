import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { frames } from './kafka-frames.ts';

/** A TCP proxy between a stage and the broker, to do to it what networks do. */
export interface BrokerProxy {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Everything goes through, but later and slower. */
  slow(delayMs: number, bytesPerSecond: number): void;
  /** Of each so many produce requests one is stored, but its answer and the connection are lost. */
  dropAcks(oneIn: number): void;
  /** So many requests that write to the topic are acknowledged, but their records of it are stored nowhere that counts. */
  divert(topic: string, requests: number): void;
  /** Everything goes through again. */
  mend(): void;
  /** Answers that were dropped, requests that were diverted. */
  readonly done: number;
  close(): Promise<void>;
}

interface Fault {
  isCut: boolean;
  delayMs: number;
  bytesPerSecond: number;
  dropOneIn: number;
  divert: { readonly topic: Buffer; left: number } | null;
}

const SOUND: Fault = { isCut: false, delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, dropOneIn: 0, divert: null };
const PRODUCE = 0;

/** As long as the topic's own name, so that the frame that holds it keeps its length. */
export const divertedName = (topic: string): string => `${topic.slice(0, -1)}_`;

export async function openProxy(listenAt: number, to: number): Promise<BrokerProxy> {
  let fault: Fault = { ...SOUND };
  let done = 0;
  let produces = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (fault.isCut) return void client.destroy();
    link(client, connect(to, '127.0.0.1'));
  });

  function link(client: Socket, broker: Socket): void {
    const end = () => {
      client.destroy();
      broker.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    for (const socket of [client, broker]) socket.on('error', end).on('close', end).setNoDelay(true);
    /** Correlation ids of requests whose answers shall not arrive, or name another topic than the broker does. */
    const unanswered = new Set<number>();
    const diverted = new Map<number, Buffer>();
    const toBroker = pipe(broker, () => fault);
    const toClient = pipe(client, () => fault);
    client.on(
      'data',
      frames((frame) => {
        const isProduce = frame.readInt16BE(4) === PRODUCE;
        const id = frame.readInt32BE(8);
        if (isProduce && fault.dropOneIn > 0 && ++produces % fault.dropOneIn === 0) unanswered.add(id);
        if (isProduce && fault.divert && fault.divert.left > 0) {
          const { topic } = fault.divert;
          if (rename(frame, topic, other(topic))) {
            fault.divert.left -= 1;
            done += 1;
            diverted.set(id, topic);
          }
        }
        toBroker(frame);
      }),
    );
    broker.on(
      'data',
      frames((frame) => {
        const id = frame.readInt32BE(4);
        const topic = diverted.get(id);
        if (topic) rename(frame, other(topic), topic);
        if (!unanswered.has(id)) return toClient(frame);
        done += 1;
        end();
      }),
    );
  }

  server.listen(listenAt, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      fault = { ...SOUND, isCut: true };
      for (const socket of sockets) socket.destroy();
    },
    slow(delayMs, bytesPerSecond) {
      fault = { ...SOUND, delayMs, bytesPerSecond };
    },
    dropAcks(oneIn) {
      fault = { ...SOUND, dropOneIn: oneIn };
    },
    divert(topic, requests) {
      fault = { ...SOUND, divert: { topic: Buffer.from(topic), left: requests } };
    },
    mend() {
      fault = { ...SOUND };
    },
    get done() {
      return done;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes in order, each frame as late as the fault of its moment wants it. */
function pipe(socket: Socket, fault: () => Fault): (frame: Buffer) => void {
  const waiting: (readonly [dueAt: number, frame: Buffer])[] = [];
  let freeAt = 0;

  async function drain(): Promise<void> {
    for (let next = waiting[0]; next; next = waiting[0]) {
      await sleep(Math.max(0, next[0] - performance.now()));
      if (!socket.destroyed) socket.write(next[1]);
      waiting.shift();
    }
  }

  return (frame) => {
    const { delayMs, bytesPerSecond } = fault();
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (frame.length / bytesPerSecond) * 1000;
    const dueAt = freeAt + delayMs;
    if (waiting.length === 0 && dueAt <= now) return void socket.write(frame);
    waiting.push([dueAt, frame]);
    if (waiting.length === 1) void drain();
  };
}

const other = (topic: Buffer): Buffer => Buffer.from(divertedName(topic.toString()));

/** Renames the topic where the frame first names it, in place; false: it does not. */
function rename(frame: Buffer, from: Buffer, to: Buffer): boolean {
  const at = frame.indexOf(from);
  if (at >= 0) to.copy(frame, at);
  return at >= 0;
}
