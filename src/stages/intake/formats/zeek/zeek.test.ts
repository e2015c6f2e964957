import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../../envelope.ts';
import type { Mapped } from '../../format.ts';
import { recognise } from '../../recognise.ts';
import { zeek } from './index.ts';

const END = {
  uid: 'CHLXQF2OBY4onAR0Ug',
  'id.orig_h': '10.0.0.5',
  'id.orig_p': 53206,
  'id.resp_h': '10.0.0.1',
  'id.resp_p': 53,
};
const json = (record: Record<string, unknown>, hint = ''): Mapped =>
  zeek.map({
    text: '',
    json: { ts: 1710244829.81951, ...record },
    hint,
    envelope: { ...NO_ENVELOPE, host: 'tap' },
    reference: 0,
  }) as Mapped;
const line = (text: string, headers: Record<string, string>) =>
  recognise({ kind: 'bytes', bytes: new TextEncoder().encode(text), headers }, 0);

describe('Zeek as JSON', () => {
  it.each([
    [
      { ...END, conn_state: 'SF', service: 'dns' },
      { class: 'network', outcome: 'success', code: 'zeek:conn', srcIp: '10.0.0.5', dstPort: 53 },
    ],
    [{ ...END, conn_state: 'REJ' }, { outcome: 'failure' }],
    [
      { ...END, query: 'a.example', qclass: 1, qtype_name: 'A', rcode_name: 'NXDOMAIN', trans_id: 9 },
      {
        class: 'dns',
        domain: 'a.example',
        outcome: 'failure',
        fields: { qtype_name: 'A' },
        logsource: { category: 'dns', service: 'dns' },
      },
    ],
    [
      { ...END, trans_depth: 1, method: 'GET', host: 'w.example', uri: '/x?y', status_code: 404 },
      {
        class: 'http',
        action: 'get',
        outcome: 'failure',
        url: 'http://w.example/x?y',
        domain: 'w.example',
        fields: { uri: '/x?y' },
      },
    ],
    [
      { ...END, version: 'TLSv12', cipher: 'X', server_name: 's.example', established: true },
      { class: 'tls', domain: 's.example', outcome: 'success' },
    ],
    [
      { ...END, note: 'Scan::Port_Scan', msg: 'm' },
      { class: 'finding', action: 'scan::port_scan', code: 'zeek:notice' },
    ],
    [
      { fuid: 'F1', tx_hosts: ['10.0.0.1'], rx_hosts: ['10.0.0.5'], filename: 'a.exe', sha1: 'aa' },
      { class: 'file', file: 'a.exe', hash: 'aa', srcIp: '10.0.0.5', dstIp: '10.0.0.1' },
    ],
    [
      { fuid: 'F1', tx_hosts: ['10.0.0.1'], rx_hosts: ['10.0.0.5'], is_orig: true },
      { srcIp: '10.0.0.1', dstIp: '10.0.0.5' },
    ],
    [
      {
        uid: 'C1',
        id: { orig_h: '10.0.0.5', resp_h: '10.0.0.1' },
        _path: 'ssh',
        auth_success: false,
        _system_name: 'sensor-2',
      },
      { class: 'auth', outcome: 'failure', observer: 'sensor-2', srcIp: '10.0.0.5' },
    ],
  ])('given %j, when mapped, then it is what the log means', (record, expected) => {
    expect(json(record)).toMatchObject({
      time: 1710244829819,
      observer: 'tap',
      logsource: { product: 'zeek' },
      ...expected,
    });
  });

  it('given two requests in one connection, when mapped, then their ids differ', () => {
    const first = json({ ...END, trans_depth: 1, method: 'GET' });
    const second = json({ ...END, trans_depth: 2, method: 'GET' });
    expect(first.id).not.toBe(second.id);
    expect(first.id).toBe('zeek/http/CHLXQF2OBY4onAR0Ug/1710244829.81951/1');
  });
});

describe('Zeek as TSV', () => {
  const conn =
    '1655071198.444458\tCHLXQF2OBY4onAR0Ug\t10.0.0.5\t62771\t40.74.108.123\t443\ttcp\tssl\t1.135424\t1596\t4039\tSF\tT\tF\t5138\tShADdaFf\t14\t1016\t16\t1226\t(empty)';

  it.each([
    ['the hint of the log', { format: 'zeek_conn' }],
    ['no hint', {}],
    [
      'the names of the file',
      {
        'zeek-fields':
          '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state',
        format: 'zeek_conn',
      },
    ],
  ])('given a row and %s, when recognised, then it is a connection', (_, headers) => {
    expect(line(conn, headers as Record<string, string>)).toMatchObject({
      format: 'zeek',
      mapped: {
        class: 'network',
        srcIp: '10.0.0.5',
        srcPort: 62771,
        dstIp: '40.74.108.123',
        outcome: 'success',
        fields: { service: 'ssl', orig_bytes: '1596' },
      },
    });
  });

  it.each([
    [
      'zeek_dns',
      '1655073299.381401\tC3Eg5r3ffPjb8Ptzbk\t10.0.0.5\t36257\t10.0.0.1\t53\tudp\t58112\t0.1\ta.example\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t10.1.1.1\t60.0\tF',
      { domain: 'a.example', outcome: 'success' },
    ],
    [
      'zeek_http',
      '1655071298.201945\tC5hVfL2fjFRPxB5V3d\t10.0.0.5\t62773\t91.228.165.44\t80\t1\tPOST\ti4.example\t/livegrid\t-\t1.1\tcurl\t-\t277\t697\t200\tOK',
      { url: 'http://i4.example/livegrid', action: 'post' },
    ],
    [
      'zeek_ssl',
      '1655071198.669356\tCHLXQF2OBY4onAR0Ug\t10.0.0.5\t62771\t40.74.108.123\t443\tTLSv12\tX\t-\tset.example\tF\t-\t-\tT',
      { domain: 'set.example', outcome: 'success' },
    ],
    [
      'zeek_weird',
      '1655076450.728560\tCeh7FuPxUA4W0dQS1\t10.0.0.5\t8943\t10.0.0.1\t5353\tDNS_Conn_count_too_large\t-\tF\tbro',
      { action: 'dns_conn_count_too_large' },
    ],
    [
      'zeek_notice',
      '1655074120.049554\tCdfwi33KjHcaWNo1Dk\t10.0.0.5\t43208\t10.0.0.1\t8008\t-\t-\t-\ttcp\tProtocolDetector::Protocol_Found\tm\tHTTP\t10.0.0.5\t10.0.0.1\t8008',
      { class: 'finding', action: 'protocoldetector::protocol_found' },
    ],
    [
      'zeek_tunnel',
      '1655097661.503068\tCnDOHQFw0OrbXNZla\t219.87.14.2\t0\t10.0.0.1\t0\tTunnel::GRE',
      { srcIp: '219.87.14.2', code: 'zeek:tunnel' },
    ],
    [
      'zeek_dns',
      '1655073299.381401\tC3Eg5r3ffPjb8Ptzbk\t10.0.0.5\t36257\t10.0.0.1\t53\tudp\t58112\ta.example\t1\tC_INTERNET\t1\tA',
      { domain: 'a.example', fields: { qtype_name: 'A' } },
    ],
    [
      'zeek_http',
      '1655071298.201945\tC5hVfL2fjFRPxB5V3d\t10.0.0.5\t62773\t91.228.165.44\t80\t1\tPOST\ti4.example\t/livegrid\t-\tcurl\t277\t697\t404',
      { outcome: 'failure', fields: { user_agent: 'curl' } },
    ],
    [
      'zeek_files',
      '1655074120.04\tFn23kD1Wzd5r\t10.0.0.1\t10.0.0.5\tCdfwi33KjHcaWNo1Dk\tHTTP\t0\tMD5\ttext/html\ta.html\t0.1',
      { file: 'a.html', srcIp: '10.0.0.5' },
    ],
    [
      'zeek_files',
      '1655074120.04\tFn23kD1Wzd5r\tCdfwi33KjHcaWNo1Dk\t10.0.0.5\t9\t10.0.0.1\t80\tHTTP\t0\tMD5\ttext/html\ta.html',
      { file: 'a.html', srcIp: '10.0.0.5', dstPort: 80 },
    ],
  ])('given a row of %s, when recognised, then its columns are in place', (format, text, expected) => {
    expect(line(text, { format })).toMatchObject({ format: 'zeek', mapped: expected });
  });

  it.each([
    '#separator \\x09',
    '#fields\tts\tuid',
    '#types\ttime\tstring',
    '#close\t2022-06-17-00-00-07',
    '#path\tconn',
  ])('given the header line %j, when recognised, then it is dropped', (text) => {
    expect(line(text, {})).toEqual({ kind: 'drop', reason: 'format_header' });
  });

  it('given columns that tell the answer, when recognised, then they are left out', () => {
    const answer = line(`${conn}\tMalicious\tScan`, {
      format: 'zeek_conn',
      'zeek-fields':
        'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents label detailedlabel',
    });
    expect(JSON.stringify(answer)).not.toMatch(/Malicious|Scan/);
  });
});
