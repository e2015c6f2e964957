/** What two runs must agree on about a closed alert. */
export interface Told {
  readonly uid: string;
  readonly tenant: string;
  readonly rule: string;
  readonly group: string;
  readonly evidence: readonly string[];
}

interface Finding {
  readonly finding_info: { readonly uid: string };
  readonly metadata: { readonly tenant_uid: string };
  readonly unmapped: string | Facts;
}
interface Facts {
  readonly phase: string;
  readonly rule: string;
  readonly rule_version: string;
  readonly role: string;
  readonly entity: string;
  readonly evidence_ids: readonly string[];
}

/** The closed alerts among all revisions, in the order of their ids; `unmapped` is JSON text on the topic, an object in files. */
export function closedAlerts(findings: readonly object[]): readonly Told[] {
  const last = new Map((findings as readonly Finding[]).map((one) => [one.finding_info.uid, one]));
  const told = [...last.values()].flatMap((finding) => {
    const facts = factsOf(finding);
    return facts.phase === 'close' ? [tell(finding, facts)] : [];
  });
  return told.sort((a, b) => (a.uid < b.uid ? -1 : 1));
}

const factsOf = ({ unmapped }: Finding): Facts => (typeof unmapped === 'string' ? JSON.parse(unmapped) : unmapped);

const tell = ({ finding_info, metadata }: Finding, facts: Facts): Told => ({
  uid: finding_info.uid,
  tenant: metadata.tenant_uid,
  rule: `${facts.rule} ${facts.rule_version}`,
  group: `${facts.role} ${facts.entity}`,
  evidence: [...facts.evidence_ids].sort(),
});
