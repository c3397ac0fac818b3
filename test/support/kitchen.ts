/** A trade of its own beside the sample's: jobs in a kitchen and people for them. */
export const COOK_JOB = [
  { text: 'What we need', items: ['At least 3 years as a line cook', 'Grilling', 'Food safety', 'Food handler card'] },
  { text: 'Nice to have', items: ['Sous vide', 'Menu planning'] },
];
export const BAKER_JOB = [
  { text: 'What we need', items: ['At least 2 years as a baker', 'Bread baking', 'Food safety'] },
];
export const SURGEON_JOB = [
  { text: 'What we need', items: ['At least 10 years as a cardiac surgeon', 'Board certification in cardiac surgery', 'Heart transplantation', 'Perfusion'] },
];

export const cook = (name: string, extra = ''): string => `${name}
Line Cook

Experience
Line Cook, Old Mill Inn, 2017-03 to present
- Grilling and food safety every evening
- Menu planning with the chef
Kitchen Assistant, Harbour House, 2015-01 to 2017-02

Certificates
Food handler card

Skills
Grilling, food safety, sous vide, menu planning
${extra}`;

export const baker = (name: string): string => `${name}
Baker

Experience
Baker, Corner Bakery, 2016-01 to present
- Bread baking from four in the morning, food safety

Skills
Bread baking, pastry, food safety`;

export const driver = (name: string): string => `${name}
Delivery Driver

Experience
Delivery Driver, Parcel House, 2014-01 to present
- Drove a van through the city, kept the log book

Skills
Driving, route planning`;
