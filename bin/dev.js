#!/usr/bin/env -S node --import tsx
// Runs the sources as they stand, without a build.
import { main } from '../src/lib/cli/main.js';

process.env.NODE_ENV = 'development';
await main(import.meta.url);
