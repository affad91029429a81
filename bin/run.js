#!/usr/bin/env node
import { main } from '../dist/lib/cli/main.js';

await main(import.meta.url);
