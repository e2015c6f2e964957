import kafkajs, { type AclEntry, type Kafka } from 'kafkajs';
import { quiet } from '../../../test/integration/quiet.ts';
import { AT_ONCE, type KafkaConfig, kafkaClient, PATIENT } from './client.ts';

/** As `vedette acls --json` prints it. */
export interface RoleAcls {
  readonly role: string;
  readonly principal: string;
  readonly acls: readonly {
    readonly resourceType: string;
    readonly resourceName: string;
    readonly patternType: string;
    readonly operation: string;
  }[];
}

type Codes = Readonly<Record<string, unknown>>;
const code = (codes: unknown, name: string) => (codes as Codes)[name] as never;
const nameOf = (codes: unknown, value: unknown) =>
  Object.entries(codes as Codes).find(([, one]) => one === value)?.[0] ?? `unknown ${value}`;

/** Gives the broker the rights, through an admin of it. */
export async function grant(config: KafkaConfig, roles: readonly RoleAcls[]): Promise<void> {
  const admin = kafkaClient(config, quiet, PATIENT).admin();
  await admin.connect();
  try {
    await admin.createAcls({ acl: roles.flatMap(({ principal, acls }) => acls.map((acl) => entry(principal, acl))) });
  } finally {
    await admin.disconnect();
  }
}

const entry = (principal: string, acl: RoleAcls['acls'][number]): AclEntry => ({
  principal,
  host: '*',
  permissionType: kafkajs.AclPermissionTypes.ALLOW,
  resourceType: code(kafkajs.AclResourceTypes, acl.resourceType),
  resourceName: acl.resourceName,
  resourcePatternType: code(kafkajs.ResourcePatternTypes, acl.patternType),
  operation: code(kafkajs.AclOperationTypes, acl.operation),
});

/** Every right that the broker knows: principal, operation, kind, pattern, name; sorted. */
export async function rightsOn(config: KafkaConfig): Promise<readonly string[]> {
  const admin = kafkaClient(config, quiet, PATIENT).admin();
  await admin.connect();
  try {
    const any = { resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 };
    const { resources } = await admin.describeAcls(any);
    return resources.flatMap((one) => one.acls.map((acl) => lineOf(one, acl))).sort();
  } finally {
    await admin.disconnect();
  }
}

type Described = Awaited<ReturnType<ReturnType<Kafka['admin']>['describeAcls']>>['resources'][number];

const lineOf = (one: Described, acl: Described['acls'][number]): string =>
  [
    acl.principal,
    nameOf(kafkajs.AclOperationTypes, acl.operation),
    nameOf(kafkajs.AclResourceTypes, one.resourceType),
    // the library calls it otherwise than its types do
    nameOf(kafkajs.ResourcePatternTypes, (one as unknown as { resourcePatternType: number }).resourcePatternType),
    one.resourceName,
  ].join(' ');

export const lines = (roles: readonly RoleAcls[]): readonly string[] =>
  roles
    .flatMap(({ principal, acls }) =>
      acls.map((acl) => [principal, acl.operation, acl.resourceType, acl.patternType, acl.resourceName].join(' ')),
    )
    .sort();

/** What a client may do: `allowed`, or the broker's own word for why not. */
export interface Attempts {
  write(topic: string): Promise<string>;
  read(topic: string, group: string): Promise<string>;
  /** Topics that the broker shows. */
  seen(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function attempts(config: KafkaConfig): Promise<Attempts> {
  const client = kafkaClient(config, quiet, AT_ONCE);
  const producer = client.producer({ allowAutoTopicCreation: false });
  const admin = client.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  return {
    write: (topic) =>
      answerOf(
        producer.send({ topic, acks: -1, messages: [{ partition: 0, key: 'an attempt', value: 'an attempt' }] }),
      ),
    read: (topic, group) => answerOf(readOnce(client, topic, group)),
    seen: () => admin.listTopics(),
    close: async () => void (await Promise.all([producer.disconnect(), admin.disconnect()])),
  };
}

async function readOnce(client: Kafka, topic: string, groupId: string): Promise<void> {
  const settings = { groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 50 };
  const consumer = client.consumer({ ...settings, retry: { ...AT_ONCE, restartOnFailure: async () => false } });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.on(consumer.events.FETCH, () => setTimeout(resolve, 100));
      consumer.run({ autoCommit: false, eachBatch: async () => resolve() }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

async function answerOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'allowed';
  } catch (error) {
    return typeOf(error) ?? (error as Error).name;
  }
}

function typeOf(error: unknown): string | undefined {
  const { type, cause } = error as { type?: string; cause?: unknown };
  return type ?? (cause ? typeOf(cause) : undefined);
}

/** Sends one record after the other for some time; answers how many were stored and how often the client logged in. */
export async function sendFor(config: KafkaConfig, topic: string, ms: number) {
  const producer = kafkaClient(config, quiet, AT_ONCE).producer({ allowAutoTopicCreation: false });
  let [sent, logins] = [0, 0];
  producer.on(producer.events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'SaslAuthenticate') logins += 1;
  });
  await producer.connect();
  for (const end = performance.now() + ms; performance.now() < end; sent++)
    await producer.send({ topic, acks: -1, messages: [{ partition: 0, value: 'a record' }] });
  await producer.disconnect();
  return { sent, logins };
}
