/** A parser of CSV written from RFC 4180 (LF or CRLF), to check the formatter. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const field = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/.exec(text.slice(at));
      if (field === null) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
      record.push(field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
      at += field[0].length;
      if (field[3] !== ',') break;
    }
    records.push(record);
  }
  return records;
}
