/** Documents by what a user types of them: a short number (#12, or 12#: a shell takes what follows # for a remark), the whole 文号, or a part of it. */

/** Those that fit. A part that begins with digits begins where a number does: 1号 is no part of 11号. Digits alone are no part. */
export function documentsNamed<Row extends { readonly id: number; readonly number: string }>(
  documents: readonly Row[],
  query: string,
): Row[] {
  const term = squared(query);
  const byId = /^#(\d{1,9})$|^(\d{1,9})#$/.exec(term);
  if (byId) return documents.filter(({ id }) => id === Number(byId[1] ?? byId[2]));
  const exact = documents.filter(({ number }) => squared(number) === term);
  if (exact.length > 0 || !/\D/.test(term)) return exact;
  return documents.filter(({ number }) => {
    const at = squared(number).indexOf(term);
    return at >= 0 && !(/^\d/.test(term) && /\d/.test(squared(number).charAt(at - 1)));
  });
}

/** Brackets and spaces of a 文号 as people type them. */
function squared(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\s/g, "")
    .replaceAll(/[([【]/g, "〔")
    .replaceAll(/[)\]】]/g, "〕");
}
