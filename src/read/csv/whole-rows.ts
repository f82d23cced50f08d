/** Cuts a text that comes piece by piece into blocks of whole rows. */
import type { Problem } from "../../campaign/index.ts";
import { brokenQuote, longestRow, rowTooLong } from "./faults.ts";

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/** A text being cut, of which only the rows that are not whole yet are held. */
interface Cutting {
  readonly comma: number;
  readonly file: string;
  /** Blocks, and faults in place of rows, that wait to be handed on. */
  readonly ready: (string | Problem)[];
  text: string;
  /** How far the text has been looked at, and in which row that is. */
  at: number;
  line: number;
  /** Up to here it has been handed on. */
  given: number;
  /** Up to here its rows are whole. */
  start: number;
  /** Where the last quote opened that may be given up. */
  quoteAt: number;
  /** At the beginning of a cell: only there a quote opens one; elsewhere it is a sign like any other. */
  fresh: boolean;
  quoted: boolean;
  /** Why the row looked at cannot be read. */
  fault: Problem | null;
}

/** The text in blocks of whole rows, so that each can be parsed by itself; in place of a row that cannot be read, its fault. */
export function* wholeRows(pieces: Iterable<string>, separator: string, file: string): Generator<string | Problem> {
  const cutting: Cutting = {
    comma: separator.charCodeAt(0),
    file,
    ready: [],
    text: "",
    at: 0,
    line: 1,
    given: 0,
    start: 0,
    quoteAt: 0,
    fresh: true,
    quoted: false,
    fault: null,
  };
  for (const piece of pieces) {
    cutting.text += piece;
    cut(cutting);
    yield* cutting.ready.splice(0);
    forget(cutting);
  }
  finish(cutting);
  yield* cutting.ready;
}

function cut(cutting: Cutting): void {
  if (!cutting.quoted && cutting.fault === null && isPlain(cutting.text)) pass(cutting);
  else scan(cutting, cutting.text.length - 1);
  while (cutting.quoted && cutting.text.length - cutting.start > longestRow) {
    giveUp(cutting);
    scan(cutting, cutting.text.length - 1);
  }
  if (cutting.text.length - cutting.start > longestRow) cutting.fault ??= rowTooLong(cutting.line, cutting.file);
  handOn(cutting);
}

/** Drops what has been handed on; of a row that is given up nothing is kept. */
function forget(cutting: Cutting): void {
  const keep = cutting.fault === null ? cutting.start : cutting.at;
  cutting.text = cutting.text.slice(keep);
  cutting.at -= keep;
  cutting.quoteAt -= keep;
  cutting.given = 0;
  cutting.start = 0;
}

function finish(cutting: Cutting): void {
  scan(cutting, cutting.text.length);
  while (cutting.quoted) {
    giveUp(cutting);
    scan(cutting, cutting.text.length);
  }
  if (cutting.fault === null) cutting.start = cutting.text.length;
  handOn(cutting);
  if (cutting.fault !== null) cutting.ready.push(cutting.fault);
}

/** Text without quotes needs no looking at, its rows only have to be counted. */
function pass(cutting: Cutting): void {
  const { text } = cutting;
  let { at, line } = cutting;
  for (let end = text.indexOf("\n", at); end >= 0; end = text.indexOf("\n", at)) {
    at = end + 1;
    line += 1;
  }
  if (line === cutting.line) return;
  cutting.at = at;
  cutting.line = line;
  cutting.start = at;
  cutting.fresh = true;
}

/** Looks at the text up to `end`, where the sign after the one looked at must be known. */
function scan(cutting: Cutting, end: number): void {
  const { text, comma } = cutting;
  for (; cutting.at < end; cutting.at += 1) {
    const { at } = cutting;
    const sign = text.charCodeAt(at);
    if (cutting.quoted) {
      if (sign === quote) quoteWithin(cutting, text.charCodeAt(at + 1));
    } else if (sign === lineFeed || (sign === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) endRow(cutting);
    else if (cutting.fault !== null) continue;
    else if (sign === quote && cutting.fresh) open(cutting);
    else cutting.fresh = sign === comma;
  }
}

function open(cutting: Cutting): void {
  cutting.quoted = true;
  cutting.fresh = false;
  cutting.quoteAt = cutting.at;
}

/** A quote in a quoted cell: one of two, the closing one, or a fault. */
function quoteWithin(cutting: Cutting, next: number): void {
  if (next === quote) cutting.at += 1;
  else if (next === cutting.comma || next === lineFeed || next === carriageReturn || Number.isNaN(next))
    cutting.quoted = false;
  else giveUp(cutting);
}

/** The row is left at the end of the line in which its quote stands. */
function giveUp(cutting: Cutting): void {
  cutting.fault = brokenQuote(cutting.line, cutting.file);
  cutting.at = cutting.quoteAt;
  cutting.quoted = false;
}

function endRow(cutting: Cutting): void {
  if (cutting.fault !== null) {
    handOn(cutting);
    cutting.ready.push(cutting.fault);
    cutting.given = cutting.at + 1;
    cutting.fault = null;
  }
  cutting.start = cutting.at + 1;
  cutting.fresh = true;
  cutting.line += 1;
}

function handOn(cutting: Cutting): void {
  if (cutting.start > cutting.given) cutting.ready.push(cutting.text.slice(cutting.given, cutting.start));
  cutting.given = cutting.start;
}

/** No quotes, and no row ends other than line feeds, alone or after carriage returns. */
const isPlain = (text: string): boolean => !text.includes('"') && !(text.includes("\r") && /\r(?!\n)/.test(text));
