#!/usr/bin/env -S node --import tsx
// Runs the sources as they stand, without a build.
import { main } from '../src/lib/main.ts';

process.env.NODE_ENV = 'development';
await main(import.meta.url);
