/** A list cut into stretches of a given length at most, in its order; no stretch of an empty list. */
export function* inStretches<Of>(all: readonly Of[], most: number): Generator<Of[]> {
  for (let from = 0; from < all.length; from += most) yield all.slice(from, from + most);
}

/** Things by key, each group in the order they came. */
export function grouped<Of, Key>(all: readonly Of[], keyOf: (one: Of) => Key): ReadonlyMap<Key, readonly Of[]> {
  const groups = new Map<Key, Of[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
