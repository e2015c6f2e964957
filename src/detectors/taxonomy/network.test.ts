import { describe, expect, it } from '@jest/globals';
import { sigmaViewOf } from './sigma-view.ts';
import { telemetryOf } from './telemetry.fixture.ts';
import { extensionOf } from './web.ts';

const view = (...given: Parameters<typeof telemetryOf>) => sigmaViewOf(telemetryOf(...given));

describe('network sensors and requests as rules see them', () => {
  it('given a request that Zeek saw, when seen, then it is one of a proxy and of a web server too', () => {
    const fields = { uri: '/x.php?q', user_agent: 'curl', method: 'GET', host: 'w', status_code: '200' };
    const seen = view({ format: 'zeek', service: 'http' }, fields);
    expect(seen.sources).toEqual([
      { product: 'zeek', service: 'http' },
      { product: 'zeek', category: 'proxy', service: 'http' },
      { product: 'zeek', category: 'webserver', service: 'http' },
    ]);
    expect(seen.fields).toMatchObject({
      'c-uri': '/x.php?q',
      'cs-uri-query': '/x.php?q',
      'c-useragent': 'curl',
      'cs-user-agent': 'curl',
      'cs-method': 'GET',
      'cs-host': 'w',
      'r-dns': 'w',
      'sc-status': '200',
    });
  });

  it('given a name asked for with several answers, when seen, then each answer is a value', () => {
    const seen = view(
      { format: 'zeek', service: 'dns' },
      { query: 'a', qtype_name: 'A', answers: '1.1.1.1\n2.2.2.2' },
      { answers: ['1.1.1.1', '2.2.2.2'] },
    );
    expect(seen.sources).toContainEqual({ product: 'zeek', category: 'dns', service: 'dns' });
    expect(seen.fields).toMatchObject({ record_type: 'A', answer: ['1.1.1.1', '2.2.2.2'] });
  });

  it('given any other log of Zeek, when seen, then it goes by its name', () => {
    expect(view({ format: 'zeek', service: 'smb_files' }).sources).toEqual([{ product: 'zeek', service: 'smb_files' }]);
  });

  it.each([
    [{ 'dns.rrname': 'a.example', 'dns.rrtype': 'TXT' }],
    [{ 'dns.queries.rrname': 'a.example', 'dns.queries.rrtype': 'TXT' }],
  ])("given Suricata's %j, when seen, then the query has Sigma's names", (fields) => {
    const seen = view({ format: 'suricata', service: 'dns' }, fields);
    expect(seen.sources).toEqual([{ product: 'suricata', category: 'dns', service: 'dns' }]);
    expect(seen.fields).toMatchObject({ query: 'a.example', record_type: 'TXT' });
  });

  it("given a request that Suricata saw, when seen, then it has Sigma's names", () => {
    const seen = view(
      { format: 'suricata', service: 'http' },
      { 'http.url': '/a.jsp?x', 'http.http_user_agent': 'curl', 'http.http_method': 'PUT', dest_ip: '10.0.0.1' },
    );
    expect(seen.sources.map(({ category }) => category)).toEqual(['proxy', 'webserver']);
    expect(seen.fields).toMatchObject({
      'c-uri': '/a.jsp?x',
      'c-uri-extension': 'jsp',
      'cs-user-agent': 'curl',
      'cs-method': 'PUT',
      dst_ip: '10.0.0.1',
    });
  });

  it('given a line of an access log, when seen, then the names of both categories stand side by side', () => {
    const seen = view(
      { format: 'proxy_access', category: 'proxy', dstIp: '10.0.0.9' },
      { 'c-uri': 'http://w/a.exe', 'cs-host': 'w', 'cs-uri-query': 'q=1', 'c-ip': '10.0.0.5', 'cs-referer': 'r' },
    );
    expect(seen.sources).toEqual([{ category: 'proxy' }]);
    expect(seen.fields).toMatchObject({
      'c-uri-extension': 'exe',
      'c-uri-query': 'q=1',
      'r-dns': 'w',
      'cs-referrer': 'r',
      src_ip: '10.0.0.5',
      dst_ip: '10.0.0.9',
    });
  });

  it.each([
    ['/a/b.PHP?x=1.2', 'php'],
    ['http://host.example', ''],
    ['http://host.example/a', ''],
    ['http://host.example/a.tar.gz#b', 'gz'],
    ['/a.b/c', ''],
    ['', ''],
  ])('given %j, when asked for its extension, then it is %j', (uri, extension) => {
    expect(extensionOf(uri)).toBe(extension);
  });

  it.each([
    ['failure', 'true'],
    ['success', 'false'],
    ['unknown', undefined],
  ] as const)('given traffic with outcome %s, when a firewall tells it, then blocked is %s', (outcome, blocked) => {
    const event = { format: 'cisco_asa', class: 'network', outcome, product: 'cisco', category: 'firewall' } as const;
    const seen = view({ ...event, service: 'asa', srcIp: '10.0.0.1', dstPort: 23 });
    expect(seen.sources).toEqual([{ product: 'cisco', category: 'firewall', service: 'asa' }]);
    expect(seen.fields.blocked).toBe(blocked);
    expect(seen.fields).toMatchObject({ src_ip: '10.0.0.1', dst_port: '23' });
    expect(seen.fields).not.toHaveProperty('src_port');
  });

  it('given a CEF record of a request, when seen, then rules for proxies know it', () => {
    const seen = view(
      { format: 'cef', product: 'vendor', service: 'gateway' },
      { request: 'http://w/x.hta', requestMethod: 'GET', requestClientApplication: 'curl', src: '10.0.0.5' },
    );
    expect(seen.sources).toEqual([
      { product: 'vendor', service: 'gateway' },
      { product: 'vendor', category: 'proxy', service: 'gateway' },
    ]);
    expect(seen.fields).toMatchObject({ 'c-uri-extension': 'hta', 'c-useragent': 'curl', src_ip: '10.0.0.5' });
  });
});
