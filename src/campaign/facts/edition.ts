/** Editions (编印): tables as they were frozen. */
import type { EditionTable } from "../edition.ts";
import { day, integer, json, text } from "./column.ts";
import { fact } from "./kind.ts";

export const editionKinds = {
  edition: fact(
    {
      campaign: text,
      name: text,
      version: integer,
      /** The day that the rows stood on. */
      as_of: day,
      content: json<EditionTable>(),
      markdown: text,
      happened_on: day,
    },
    {
      title: "编印",
      indexes: { edition_name: ["campaign", "name"] },
      called: ({ name, version }) => `${name}第${version}版`,
      evidence: true,
      papers: true,
      since: 21,
    },
  ),
};
