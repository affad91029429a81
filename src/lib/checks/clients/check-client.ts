import type { ClientReading } from '../../client/read-client.js';
import { commandLine, type Directory } from '../../directory.js';
import { shellWord } from '../../text/quoted.js';
import { type Finding, findingOf } from '../finding.js';
import type { ClientFacts } from './client-rule.js';
import { CLIENT_RULES } from './client-rules.js';
import { mappedAttributes } from './mapped-attributes.js';

/** What findings name an app client by. Two clients may have the same name, so the ID is always there. */
export function clientSubject({ ClientName, ClientId }: ClientReading['client']): string {
  return ClientName === undefined || ClientName === ClientId
    ? `app client ${ClientId}`
    : `app client ${ClientName} (${ClientId})`;
}

/**
 * Checks an app client against the rules of app clients.
 *
 * @param rules the IDs of the rules to check
 */
export async function clientFindings(
  directory: Directory,
  reading: ClientReading,
  rules: ReadonlySet<string>,
): Promise<Finding[]> {
  const { client } = reading;
  const facts: ClientFacts = {
    ...reading,
    directory,
    word: shellWord(client.ClientId),
    mappedAttributes: await mappedAttributes(directory, client),
  };
  const subject = clientSubject(client);
  return CLIENT_RULES.filter(({ rule }) => rules.has(rule)).flatMap((rule) => {
    const problem = rule.find(facts);
    if (problem === undefined) return [];
    const command = problem.command == null ? null : clientCommand(directory, problem.command);
    return [findingOf(rule, { ...problem, subject, command })];
  });
}

/** A command for an app client that it names itself: without the `--client-id` that the check was called with. */
export function clientCommand(directory: Pick<Directory, 'flagsToRepeat'>, command: string): string {
  // An ID has no character that a shell needs to have quoted.
  return commandLine({ flagsToRepeat: directory.flagsToRepeat.replace(/(^| )--client-id \S+/, '').trim() }, command);
}
