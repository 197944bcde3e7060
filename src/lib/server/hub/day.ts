/** The local day that `atMs` lies in. The hub stands at the venue, so its time zone is the venue's. */
export function dayOf(atMs: number): { fromMs: number; untilMs: number } {
  const from = new Date(atMs);
  from.setHours(0, 0, 0, 0);
  const until = new Date(from);
  until.setDate(until.getDate() + 1);
  return { fromMs: from.getTime(), untilMs: until.getTime() };
}
