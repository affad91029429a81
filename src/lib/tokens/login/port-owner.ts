import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Which process listens on a TCP port of this machine: `node (process 4711)`. `undefined` if that cannot be found: it belongs
 * to another user, or this is not Linux.
 *
 * Source: proc(5). A line of `net/tcp` has the local address and port in hexadecimal, the state (0A: listening) and, as its
 * tenth word, the inode of the socket, which the process has among its open files.
 */
export async function listenerOn(port: number): Promise<string | undefined> {
  const sockets = new Set(await socketsOn(port));
  if (sockets.size === 0) return undefined;
  const processes = (await namesIn('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of processes) {
    const files = await namesIn(`/proc/${pid}/fd`);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (!sockets.has(target)) continue;
      const name = await textOf(`/proc/${pid}/comm`);
      return `${name.trim() || 'a program'} (process ${pid})`;
    }
  }
  return undefined;
}

/** Of the sockets that listen on a port, the links by which processes hold them: `socket:[97385]`. */
async function socketsOn(port: number): Promise<string[]> {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf));
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  return rows
    .filter((row) => row[1]?.endsWith(end) === true && row[3] === '0A')
    .map((row) => `socket:[${row[9] ?? ''}]`);
}

/** Processes come and go, and those of other users cannot be read. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
