/** Of what the recognisers find and what takes its place: raised with each change of either, so that a dataset tells what it went through. */
export const SCRUB_VERSION = '4';
