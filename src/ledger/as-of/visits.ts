/** Visits that stand on a day. */
import type { Columns } from "../columns/columns.ts";
import type { Facts } from "../columns/facts.ts";
import { byPlace, lastOf, liveInCampaign, placesWhere } from "./moment.ts";
import type { Moment } from "./moment.ts";
import { isHere } from "./people.ts";
import type { People } from "./people.ts";
import type { Stand } from "./state.ts";
import { noTraits } from "./traits.ts";

export async function visitsOn(
  facts: Facts,
  moment: Moment,
  people: People,
  present: () => Promise<Int32Array>,
): Promise<Stand> {
  const visits = await facts.of("inspection");
  const { count, id, entry, subject, kind, happened_on: day } = visits;
  const live = liveInCampaign(visits, moment);
  const here = isHere(facts, people);
  const places = placesWhere(count, (at) => live(at) && here(subject[at] ?? 0));
  const all = kind.texts.map((text) => ({ ...noTraits, inspection_kind: text }));
  return { places, id, entry, subject, days: { day }, traits: async () => ({ of: kind.codes, all }), amounts: present };
}

/** How many came along to each visit, by its place. */
export function presentAt({ count, inspection }: Columns<"attendance">, visits: Int32Array): Int32Array {
  const present = new Int32Array(lastOf(visits) + 1);
  for (let at = 0; at < count; at += 1) {
    const visit = inspection[at] ?? 0;
    present[visit] = (present[visit] ?? 0) + 1;
  }
  return byPlace(present, visits);
}
