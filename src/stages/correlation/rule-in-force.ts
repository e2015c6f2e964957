import type { PublishedRule } from '../../domain/contracts.gen.ts';

/** Tells whether a correlation may raise threats: what was published for the tenant counts, else what was for all, else it may. */
export function rulesInForce(published: Iterable<PublishedRule>): (tenant: string, id: string) => boolean {
  const raises = new Map<string, boolean>();
  for (const { tenant, id, status } of published)
    raises.set(`${tenant}/${id}`, status !== 'disabled' && status !== 'shadow');
  return (tenant, id) => raises.get(`${tenant}/${id}`) ?? raises.get(`/${id}`) ?? true;
}
