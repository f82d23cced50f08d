/** Orders that stand on a day: which are in force, and whose clock a finding is under. */
import type { Facts } from "../columns/facts.ts";
import { byPlace, lastOf, liveIn, placesWhere } from "./moment.ts";
import type { Moment } from "./moment.ts";
import { isHere } from "./people.ts";
import type { People } from "./people.ts";
import type { Stand } from "./state.ts";
import { codesOf, combined, noTraits } from "./traits.ts";

/** Effects of orders in the order in which their clocks count for a finding; the others come after them. */
const clocks: readonly (string | null)[] = ["整改", "督办"];

/** What ordersInForce gives a 整改 order. */
const foremost = clocks.length + 1;

/** By number of the order: 0 where it is not in force, else the greater the more its clock counts. */
export async function ordersInForce(facts: Facts, moment: Moment): Promise<Uint8Array> {
  const orders = await facts.of("orders");
  const { count, id, effect } = orders;
  const live = liveIn(orders, moment);
  const ranks = effect.texts.map((text) => (clocks.includes(text) ? clocks.length + 1 - clocks.indexOf(text) : 1));
  const rank = new Uint8Array(lastOf(id) + 1);
  for (let at = 0; at < count; at += 1) if (live(at)) rank[id[at] ?? 0] = ranks[effect.codes[at] ?? 0] ?? 1;
  const withdrawals = await facts.of("withdrawal");
  const withdrawn = liveIn(withdrawals, moment);
  for (let at = 0; at < withdrawals.count; at += 1) if (withdrawn(at)) rank[withdrawals.order_id[at] ?? 0] = 0;
  return rank;
}

/** By place of the finding: the order whose clock it is under. The latest 整改, else the latest 督办, else the latest order in force. */
export async function clocksOf(facts: Facts, inForce: Uint8Array, findings: Int32Array): Promise<Int32Array> {
  const { count, order_id: orders, finding: taken } = await facts.of("order_finding");
  const best = new Int32Array(lastOf(findings) + 1);
  for (let at = 0; at < count; at += 1) {
    const [order, finding] = [orders[at] ?? 0, taken[at] ?? 0];
    const before = best[finding] ?? 0;
    const [mine, theirs] = [inForce[order] ?? 0, inForce[before] ?? 0];
    if (mine > theirs || (mine > 0 && mine === theirs && order > before)) best[finding] = order;
  }
  return byPlace(best, findings);
}

/** By place of the finding: the day on which the first 整改 order in force was issued; 0 for none. */
export async function orderedOn(facts: Facts, inForce: Uint8Array, findings: Int32Array): Promise<Int32Array> {
  const { id, happened_on: on } = await facts.of("orders");
  const issued = new Int32Array(lastOf(id) + 1);
  for (let at = 0; at < id.length; at += 1) if (inForce[id[at] ?? 0] === foremost) issued[id[at] ?? 0] = on[at] ?? 0;
  const { count, order_id: orders, finding: taken } = await facts.of("order_finding");
  const first = new Int32Array(lastOf(findings) + 1);
  for (let at = 0; at < count; at += 1) {
    const [day, finding] = [issued[orders[at] ?? 0] ?? 0, taken[at] ?? 0];
    const before = first[finding] ?? 0;
    if (day > 0 && (before === 0 || day < before)) first[finding] = day;
  }
  return byPlace(first, findings);
}

/** By number of the order: the day of its last service, and the day it is due, with extensions; 0 for none. */
export interface Services {
  readonly servedOn: Int32Array;
  readonly dueOn: Int32Array;
}

export async function servicesOn(facts: Facts, moment: Moment): Promise<Services> {
  const services = await facts.of("service");
  const extensions = await facts.of("extension");
  const size = lastOf((await facts.of("orders")).id) + 1;
  const [servedOn, dueOn] = [new Int32Array(size), new Int32Array(size)];
  const served = liveIn(services, moment);
  for (let at = 0; at < services.count; at += 1) {
    if (!served(at)) continue;
    const order = services.order_id[at] ?? 0;
    servedOn[order] = services.happened_on[at] ?? 0;
    dueOn[order] = services.due_on[at] ?? 0;
  }
  const extended = liveIn(extensions, moment);
  for (let at = 0; at < extensions.count; at += 1)
    if (extended(at)) dueOn[extensions.order_id[at] ?? 0] = extensions.due_on[at] ?? 0;
  return { servedOn, dueOn };
}

export async function ordersOn(facts: Facts, moment: Moment, people: People, inForce: Uint8Array): Promise<Stand> {
  const { count, id, entry, subject, kind, issuer, campaign, happened_on: day } = await facts.of("orders");
  const here = isHere(facts, people);
  const ours = campaign.texts.indexOf(moment.campaign);
  const places = placesWhere(
    count,
    (at) => campaign.codes[at] === ours && (inForce[id[at] ?? 0] ?? 0) > 0 && here(subject[at] ?? 0),
  );
  const traits = async () =>
    combined(count, [kind, issuer].map(codesOf), (kindAt = 0, issuerAt = 0) => ({
      ...noTraits,
      order_kind: kind.texts[kindAt] ?? null,
      lead: issuer.texts[issuerAt] ?? null,
    }));
  return { places, id, entry, subject, days: { day }, traits, lead: issuer };
}

/** Numbers of the orders in force that are not served, though something is left to be done about their findings. */
export async function unservedOn(
  facts: Facts,
  { places, id }: Stand,
  { servedOn }: Services,
  closings: Int32Array,
): Promise<number[]> {
  const { count, order_id: orders, finding } = await facts.of("order_finding");
  const waiting = new Set<number>();
  for (const at of places) if (!servedOn[id[at] ?? 0]) waiting.add(id[at] ?? 0);
  if (waiting.size === 0) return [];
  const [withFindings, withOpen] = [new Set<number>(), new Set<number>()];
  for (let at = 0; at < count; at += 1) {
    const order = orders[at] ?? 0;
    if (!waiting.has(order)) continue;
    withFindings.add(order);
    if (!closings[finding[at] ?? 0]) withOpen.add(order);
  }
  return [...waiting].filter((order) => !withFindings.has(order) || withOpen.has(order));
}
