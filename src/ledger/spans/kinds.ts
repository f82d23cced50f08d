/** The kinds of things that spans are kept of. */
export const spanKinds = [
  "subject",
  "visit",
  "finding",
  "order",
  "operation",
  "disposition",
  "listing",
  "tally",
] as const;
export type SpanKind = (typeof spanKinds)[number];
