import { describe, expect, it } from '@jest/globals';
import { sigmaViewOf } from './sigma-view.ts';
import { telemetryOf } from './telemetry.fixture.ts';

const view = (...given: Parameters<typeof telemetryOf>) => sigmaViewOf(telemetryOf(...given));

describe('programs of Linux as rules see them', () => {
  it.each([
    ['sshd', ['sshd', 'auth']],
    ['sudo', ['sudo', 'auth']],
    ['auth', ['auth']],
    ['cron', ['cron', 'syslog']],
    ['syslog', ['syslog']],
    ['vsftpd', ['vsftpd', 'syslog']],
  ])('given a message of %s, when seen, then its services are %j', (service, services) => {
    const { sources } = view({ format: 'syslog', product: 'linux', service });
    expect(sources).toEqual(services.map((name) => ({ product: 'linux', service: name })));
  });

  it('given a packet that netfilter logged, when seen, then it is told as by a firewall', () => {
    const event = { format: 'syslog', class: 'network', product: 'linux', category: 'firewall' } as const;
    const seen = view({ ...event, service: 'kernel', outcome: 'failure' });
    expect(seen.sources).toEqual([{ product: 'linux', category: 'firewall', service: 'kernel' }]);
    expect(seen.fields.blocked).toBe('true');
  });

  it('given the arguments of a process in the audit log, when seen, then both kinds of rules know it', () => {
    const event = { format: 'auditd', product: 'linux', category: 'process_creation', service: 'auditd' } as const;
    expect(view(event).sources).toEqual([{ product: 'linux', category: 'process_creation', service: 'auditd' }]);
  });
});

describe('other schemas as rules see them', () => {
  it("given a process in ECS, when seen, then it has Sigma's names", () => {
    const seen = view(
      { format: 'ecs', class: 'process', product: 'windows', category: 'process_creation', user: 'CORP\\anna' },
      {
        'event.type': 'start',
        'process.executable': 'C:\\a.exe',
        'process.command_line': 'a.exe -x',
        'process.parent.executable': 'C:\\p.exe',
        'process.pe.original_file_name': 'A.EXE',
      },
    );
    expect(seen.sources).toEqual([{ product: 'windows', category: 'process_creation' }]);
    expect(seen.fields).toMatchObject({
      Image: 'C:\\a.exe',
      CommandLine: 'a.exe -x',
      ParentImage: 'C:\\p.exe',
      OriginalFileName: 'A.EXE',
      User: 'CORP\\anna',
    });
  });

  it.each([
    ['file', 'file_event', 'deletion', ['file_delete']],
    ['file', 'file_event', 'creation\nchange', ['file_event']],
    ['file', 'file_event', 'change', ['file_change']],
    ['registry', 'registry_event', 'change', ['registry_set', 'registry_event']],
    ['registry', 'registry_event', 'deletion', ['registry_delete', 'registry_event']],
    ['process', '', 'end', ['process_termination']],
    ['dns', 'dns_query', 'protocol', ['dns_query', 'dns']],
  ] as const)(
    'given ECS of %s, %s and type %j, when seen, then its categories are %j',
    (of, category, type, expected) => {
      const lists = type.includes('\n') ? { 'event.type': type.split('\n') } : {};
      const seen = view({ format: 'ecs', class: of, product: 'windows', category }, { 'event.type': type }, lists);
      expect(seen.sources.map((source) => source.category)).toEqual(expected);
    },
  );

  it('given a data set of an integration, when seen, then it is the log source that rules name', () => {
    const seen = view(
      { format: 'ecs', class: 'http', product: 'nginx', category: 'proxy', service: 'nginx.access' },
      {
        'url.original': '/a.php?x',
        'http.request.method': 'GET',
        'user_agent.original': 'curl',
      },
    );
    expect(seen.sources).toContainEqual({ category: 'webserver' });
    expect(seen.sources).toContainEqual({ service: 'nginx' });
    expect(seen.fields).toMatchObject({ 'c-uri': '/a.php?x', 'cs-method': 'GET', 'cs-user-agent': 'curl' });
  });

  it('given a process in OCSF, when seen, then the actor is its parent', () => {
    const seen = view(
      { format: 'ocsf', class: 'process', product: 'linux', category: 'process_creation', user: 'root' },
      { 'process.file.path': '/bin/id', 'process.cmd_line': 'id', 'actor.process.file.path': '/bin/sh' },
    );
    expect(seen.sources).toEqual([{ product: 'linux', category: 'process_creation' }]);
    expect(seen.fields).toMatchObject({ Image: '/bin/id', CommandLine: 'id', ParentImage: '/bin/sh', User: 'root' });
  });

  it('given CloudTrail in OCSF, when seen, then it is CloudTrail to rules', () => {
    const seen = view(
      { format: 'ocsf', class: 'cloud', product: 'cloudtrail' },
      {
        'metadata.product.name': 'CloudTrail',
        'api.operation': 'StopLogging',
        'api.service.name': 'cloudtrail.amazonaws.com',
      },
    );
    expect(seen.sources).toContainEqual({ product: 'aws', service: 'cloudtrail' });
    expect(seen.fields).toMatchObject({ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' });
  });

  it('given a key that an EDR saw made, when seen, then the wider category knows it too', () => {
    const event = { format: 'ecar', class: 'registry', product: 'windows', category: 'registry_add' } as const;
    const seen = view({ ...event, file: 'HKLM\\x', process: 'reg.exe' });
    expect(seen.sources.map(({ category }) => category)).toEqual(['registry_add', 'registry_event']);
    expect(seen.fields).toMatchObject({ TargetObject: 'HKLM\\x', Image: 'reg.exe' });
  });
});

describe('clouds as rules see them', () => {
  it('given nested fields, when seen, then the maps around them are there, and empty to texts', () => {
    const { fields, sources } = view(
      { format: 'cloudtrail', product: 'aws', service: 'cloudtrail' },
      { eventName: 'x', 'requestParameters.a.b': 'c' },
    );
    expect(sources).toEqual([{ product: 'aws', service: 'cloudtrail' }]);
    expect(fields).toMatchObject({ requestParameters: {}, 'requestParameters.a': {} });
  });

  it.each([
    [
      { eventType: 'user.session.start', displayMessage: 'm', 'actor.alternateId': 'a' },
      { product: 'okta', service: 'okta' },
    ],
    [
      { Operation: 'New-InboxRule', Workload: 'Exchange', RecordType: '1' },
      { product: 'm365', service: 'audit' },
    ],
    [
      { operationName: 'x', category: 'AuditLogs' },
      { product: 'azure', service: 'auditlogs' },
    ],
    [
      { operationName: 'x', category: 'SignInLogs', 'properties.userPrincipalName': 'a' },
      { product: 'azure', service: 'signinlogs' },
    ],
    [
      { operationName: 'x', category: 'Administrative', resourceId: '/s' },
      { product: 'azure', service: 'activitylogs' },
    ],
    [
      { auditID: '1', verb: 'create', requestURI: '/', apiVersion: 'audit.k8s.io/v1' },
      { product: 'kubernetes', category: 'application', service: 'audit' },
    ],
    [
      { 'protoPayload.methodName': 'x', 'protoPayload.serviceName': 'login.googleapis.com', logName: 'l' },
      { product: 'gcp', service: 'google_workspace.login' },
    ],
  ])('given %j, when seen, then it is known for what it is', (fields, expected) => {
    expect(view({ format: 'json' }, fields).sources).toEqual([expected]);
  });

  it("given Google's audit log, when seen, then the method has the name that rules use", () => {
    const { fields } = view({ format: 'json' }, { 'protoPayload.methodName': 'm', logName: 'l' });
    expect(fields['gcp.audit.method_name']).toBe('m');
  });

  it('given JSON of an unknown program, when seen, then it is what it says, and nothing more', () => {
    expect(view({ format: 'json', product: 'thing' }, { a: 'b' }).sources).toEqual([{ product: 'thing' }]);
    expect(view({ format: 'plain' }, { message: 'x' }).sources).toEqual([]);
  });
});
