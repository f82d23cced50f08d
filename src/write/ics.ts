/** A calendar file (iCalendar, RFC 5545): all-day events, which phones and office calendars take in. */

export interface CalendarEvent {
  /** The same event has the same id in every file, so that taking a new file in replaces the old. */
  readonly id: string;
  /** 2021-07-20 */
  readonly day: string;
  readonly title: string;
  readonly note: string;
}

/** The events as a file with CRLF lines of at most 75 octets. `stamp` is the moment of writing. */
export function icsText(name: string, events: readonly CalendarEvent[], stamp: Date): string {
  const written = `${stamp.toISOString().replaceAll(/[-:]/g, "").slice(0, 15)}Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//tuban//due//ZH",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => eventLines(event, written)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines({ id, day, title, note }: CalendarEvent, stamp: string): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(id)}@tuban`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`,
    `SUMMARY:${escaped(title)}`,
    ...(note === "" ? [] : [`DESCRIPTION:${escaped(note)}`]),
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P1D",
    `DESCRIPTION:${escaped(title)}`,
    "END:VALARM",
    "END:VEVENT",
  ];
}

/** Signs that mean something in the format are escaped, line breaks are written \n, other control signs left out (RFC 5545, 3.3.11). */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}

/** Lines of at most 75 octets, the following ones set in by a space; a character of several octets stays whole (3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let [part, octets] = ["", 0];
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (octets + size > 75) {
      parts.push(part);
      [part, octets] = ["", 1];
    }
    part += sign;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}
