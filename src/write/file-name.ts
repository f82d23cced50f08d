/** Names of files made of what people wrote: a 文号, a report, a photo, a town. */

/** Windows opens a device under these, whatever stands after a dot. */
const device = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/** A folder that is deep already leaves no more: Windows counts 260 for all of a path. */
const longest = 60;

/** One name that every system takes as it is, and that leads to no other folder; what is cut off goes from before the extension. */
export function fileNameOf(text: string): string {
  const plain = text
    .replaceAll(/[\p{C}\\/:*?"<>|]/gu, "_")
    .replace(/^[. ]+/, "_")
    .replace(/[. ]+$/, "");
  const signs = Array.from(device.test(plain) ? `_${plain}` : plain);
  if (signs.length <= longest) return signs.join("");
  const extension = Array.from(/\.\w{1,5}$/.exec(plain)?.[0] ?? "");
  return [...signs.slice(0, longest - extension.length), ...extension].join("");
}
