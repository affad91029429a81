import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of a long run near what it needs. What such a run holds hardly grows, but V8 trades memory for time: it
 * lets more garbage gather before it looks, and makes room for ever more of what is new, so that a pool of 200,000 users
 * would take a third more than one of 10,000 without holding a single user more. Call it before the run, and only where
 * one is long: it costs time (V8's `--optimize-for-size` and `--semi-space-growth-factor`, both of which it asks for as it
 * goes; https://nodejs.org/api/v8.html#v8setflagsfromstringflags).
 *
 * @returns what gives V8 its freedom back
 */
export function keepHeapSteady(): () => void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  return () => {
    setFlagsFromString('--no-optimize-for-size');
    setFlagsFromString('--semi-space-growth-factor=2');
  };
}
