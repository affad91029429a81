// Loaded by NODE_OPTIONS=--import in front of the built command: a defect that comes from nowhere in it.
Date.prototype.toISOString = () => {
  throw new TypeError('broken on purpose');
};
