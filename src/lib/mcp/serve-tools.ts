import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import pLimit from 'p-limit';

import { AdminError, EXIT } from '../errors.js';
import { errorJson } from '../output/error.js';
import { quoted } from '../text/quoted.js';
import { MAX_RESULT, runProgram } from './run-program.js';
import type { Tool } from './tool.js';

/** Commands that run at once; others wait. */
const CONCURRENCY = 4;

export interface ServeToolsOptions {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly version: string;
  /** Where the tools act, for the assistant. */
  readonly place: string;
  /** The words that start sf-admin. */
  readonly program: readonly string[];
  /** The flags that say where the commands act. */
  readonly connection: readonly string[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Ends the serving. */
  readonly stop: AbortSignal;
}

/**
 * Offers the tools to one assistant, by the Model Context Protocol on two streams. Each call runs the command in a process
 * of its own, which opens the directory for reading only: see `assertWritable`. Settles when stdin ends or `stop` aborts,
 * and the commands in progress have ended.
 */
export async function serveTools(options: ServeToolsOptions): Promise<void> {
  const { tools, version, place, stdin, stdout, stop } = options;
  const ending = new AbortController();
  const ended = AbortSignal.any([ending.signal, stop]);
  const end = () => {
    ending.abort();
  };
  const inOrder = pLimit(CONCURRENCY);
  const running = new Set<Promise<unknown>>();
  const instructions = `Reads a Cognito user pool, and shows what changes would do. Nothing can be changed. It acts on ${place}.`;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the other class makes the schemas of tools itself
  const server = new Server({ name: 'sf-admin', version }, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools.values()].map(announced) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const call = inOrder(() => callTool(params, options, AbortSignal.any([signal, ended])));
    running.add(call);
    return call.finally(() => running.delete(call));
  });
  stdin.once('end', end).once('close', end).once('error', end);
  // The official transport ends at a message that is too large, and says so in no other way.
  server.onclose = end;
  try {
    await server.connect(new StdioServerTransport(stdin, stdout));
    if (!ended.aborted) await once(ended, 'abort');
  } finally {
    await Promise.allSettled(running);
    await server.close();
    stdin.off('end', end).off('close', end).off('error', end);
  }
}

function announced({ name, description, inputSchema }: Tool) {
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  return { name, description, inputSchema: inputSchema as { type: 'object' }, annotations };
}

async function callTool(
  { name, arguments: input }: { readonly name: string; readonly arguments?: unknown },
  { tools, program, connection }: ServeToolsOptions,
  signal: AbortSignal,
): Promise<CallToolResult> {
  try {
    const tool = tools.get(name);
    if (tool === undefined) {
      throw new AdminError('UNKNOWN_COMMAND', `no tool ${quoted(name)}`, {
        hint: `Tools: ${[...tools.keys()].join(', ')}`,
      });
    }
    const words = tool.words(input, connection);
    // It waited for others, perhaps.
    throwIfCancelled(signal);
    const env = { ...process.env, SF_ADMIN_READ_ONLY: '1' };
    const { stdout, stderr, status, isTooLarge } = await runProgram([...program, ...words], { env, signal });
    throwIfCancelled(signal);
    if (isTooLarge) throw tooLarge(name);
    const isError = status !== EXIT.done && status !== EXIT.finding;
    const texts = isError || stdout === '' ? [stdout, stderr] : [stdout];
    return { isError, content: texts.filter((text) => text !== '').map((text) => ({ type: 'text', text })) };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { isError: true, content: [{ type: 'text', text: JSON.stringify(errorJson(error)) }] };
  }
}

function throwIfCancelled({ aborted }: AbortSignal): void {
  if (aborted) throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
}

function tooLarge(name: string): AdminError {
  return new AdminError('USAGE', `the result of ${name} is larger than ${MAX_RESULT} bytes`, {
    hint: 'Ask for less: with limit, columns or a filter.',
  });
}
