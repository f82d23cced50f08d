/** The stories of the manual, replayed: `npx vitest run test/stories.test.ts -u` writes the pages anew. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, officeFor, pageOf, replayed, stories } from "./story.ts";

test.each(stories)("%s replays as written", async (name) => {
  await expect(await replayed(pageOf(name), officeFor(name))).toMatchFileSnapshot(join(folder, name));
});
