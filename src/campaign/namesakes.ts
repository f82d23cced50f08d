/** Persons whose names are like one that was typed. */

/** “是不是 周静、周某？” of those whose name has what was typed in it (a surname, a given name); empty where there is none, or too many to tell. */
export function namesakes(typed: string, people: readonly { readonly name: string }[]): string {
  const like = people.map(({ name }) => name).filter((name) => name.includes(typed.trim()));
  return like.length === 0 || like.length > 5 ? "" : `是不是 ${like.join("、")}？写全名；不是的，`;
}
