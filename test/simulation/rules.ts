import { ruleBook } from '../fixtures/rule-book.ts';

/** Correlations over machines, which come by several partitions, and one of what does not come. */
export const SIGMA = ruleBook(`
title: Program started
name: started
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: .exe }, condition: selection }
level: informational
---
title: Whoami
name: whoami
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: '\\\\whoami.exe' }, condition: selection }
level: low
---
title: Systeminfo
name: systeminfo
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: '\\\\systeminfo.exe' }, condition: selection }
level: low
---
title: Reg
name: reg
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: '\\\\reg.exe' }, condition: selection }
level: high
---
title: Notepad
name: notepad
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: '\\\\notepad.exe' }, condition: selection }
level: informational
---
title: Busy user
id: sigma-count
level: medium
correlation: { type: event_count, rules: [started], group-by: [User], timespan: 8s, condition: { gte: 4 } }
---
title: User on two machines
id: sigma-values
level: medium
correlation: { type: value_count, rules: [whoami], group-by: [User], timespan: 20s, condition: { field: Computer, gte: 2 } }
---
title: Looked around
id: sigma-ordered
level: medium
correlation: { type: temporal_ordered, rules: [whoami, systeminfo], group-by: [User], timespan: 10s, generate: true }
---
title: Looked around and saved hives
id: sigma-chain
level: high
correlation: { type: temporal, rules: [sigma-ordered, reg], group-by: [User], timespan: 30s, generate: true }
---
title: Hives saved and no notepad
id: sigma-absence
level: high
correlation: { type: absence, rules: [reg, notepad], group-by: [Computer], timespan: 8s, generate: true }
`);

export const SIGMA_RULES = ['sigma-count', 'sigma-values', 'sigma-ordered', 'sigma-chain', 'sigma-absence', 'reg'];
