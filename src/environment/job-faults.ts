type Given = Readonly<Record<string, string>>;

const RUNNER = 'VEDETTE_JOB_RUNNER';
const KUBERNETES = `${RUNNER}=kubernetes`;
const OURS = 'VEDETTE_JOB_';

/** What keeps trainings from running where they are to run, or would be passed over in silence. */
export function jobFaults(variables: Given): readonly string[] {
  if (variables[RUNNER] !== 'kubernetes') {
    const useless = Object.keys(variables).filter((name) => name.startsWith(OURS) && name !== RUNNER);
    return useless.map((name) => `${name}: is of use with ${KUBERNETES} alone`);
  }
  const isSet = (name: string) => variables[name] !== undefined;
  return [
    ...PLACES.flatMap((name) => placeFaults(name, variables[name])),
    ...(isSet('VEDETTE_JOB_IMAGE') ? [] : [`VEDETTE_JOB_IMAGE: is needed with ${KUBERNETES}`]),
    ...(isSet('VEDETTE_TRAINER') ? [`VEDETTE_TRAINER: is of no use with ${KUBERNETES}: the image has its own`] : []),
    ...(isSet('VEDETTE_TRAINER_KEY') && !isSet('VEDETTE_JOB_SECRET')
      ? [`VEDETTE_JOB_SECRET: is needed for the key of VEDETTE_TRAINER_KEY: a Secret with the entry trainer-key.pem`]
      : []),
  ];
}

const PLACES = ['VEDETTE_TRAINING_STORE', 'VEDETTE_MODELS'];

const placeFaults = (name: string, place: string | undefined): readonly string[] =>
  place?.startsWith('s3://')
    ? []
    : [`${name}: must be s3://bucket/prefix with ${KUBERNETES}: a Job sees no folder of this machine`];
