/** Writes what is made from the manifest for people: man pages, and the reference. */
import { writeManPages } from './man.js';
import { writeReference } from './reference.js';

await writeManPages('man');
await writeReference('docs/commands');
