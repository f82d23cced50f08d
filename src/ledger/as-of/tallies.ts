/** What offices counted themselves (登记), as it stands on a day. */
import type { Facts } from "../columns/facts.ts";
import { liveInCampaign, placesWhere } from "./moment.ts";
import type { Moment } from "./moment.ts";
import type { People } from "./people.ts";
import type { Stand } from "./state.ts";
import { codesOf, combined, noTraits } from "./traits.ts";

export async function talliesOn(facts: Facts, moment: Moment, people: People): Promise<Stand> {
  const tallies = await facts.of("tally");
  const { count, id, entry, subject, item, department, quantity, happened_on: day } = tallies;
  const own = tallies.town.texts.map((name) => (name === null ? -1 : placeOf(people.towns, name)));
  const town = new Int32Array(count).map((_, at) => {
    const place = own[tallies.town.codes[at] ?? 0] ?? -1;
    return place >= 0 ? place : (people.town[subject[at] ?? 0] ?? people.nowhere);
  });
  const live = liveInCampaign(tallies, moment);
  const here = facts.town === undefined ? null : people.towns.indexOf(facts.town);
  const places = placesWhere(count, (at) => live(at) && (here === null || town[at] === here));
  const traits = async () =>
    combined(count, [item, department].map(codesOf), (itemAt = 0, departmentAt = 0) => ({
      ...noTraits,
      item: item.texts[itemAt] ?? null,
      lead: department.texts[departmentAt] ?? null,
    }));
  return { places, id, entry, subject, days: { day }, traits, lead: department, amounts: async () => quantity, town };
}

/** Where a name stands in a list; it is put at the end where it was not there. */
function placeOf(list: (string | null)[], name: string): number {
  const at = list.indexOf(name);
  return at >= 0 ? at : list.push(name) - 1;
}
