// Who takes part in the story of the walk, and what each may know: a plain reading of "joint and private", written
// without looking at how the program decides it.
//
// The host H works with A, then with C, which leaves, then with D, in the alliance X; and with B, a competitor of A,
// in Y. H has asked both A and B into a forum; B is in it, A has not answered. A place is where a record can belong: an
// organisation's own (oH …), the joint circle of X before C came (XJ1), in the days of C (XJ2) and today's (XJ4), that of Y
// (YJ), that of the forum (F), and the sides (XsH …).

export const ORGANISATIONS = ["A", "B", "C", "D"];
export const ROLES = ["manager", "member", "executive", "viewer"];

/** Places, who can read them, and who writes the records of the story there (`story`: only what the story says). */
export const PLACES = {
  oH: { parties: ["H"], actor: "H.root" },
  oA: { parties: ["A"], actor: "A.head" },
  oB: { parties: ["B"], actor: "B.head" },
  oC: { parties: ["C"], actor: "C.head" },
  oD: { parties: ["D"], actor: "D.head" },
  XJ1: { alliance: "X", circle: "joint", parties: ["H", "A"], actor: "H.root", story: true },
  XJ2: { alliance: "X", circle: "joint", parties: ["H", "A", "C"], actor: "H.root" },
  XJ4: { alliance: "X", circle: "joint", parties: ["H", "A", "D"], actor: "H.root", also: "A.head" },
  XsH: { alliance: "X", circle: "side", parties: ["H"], actor: "H.root" },
  XsA: { alliance: "X", circle: "side", parties: ["A"], actor: "A.head" },
  XsC: { alliance: "X", circle: "side", parties: ["C"], actor: "C.head" },
  XsD: { alliance: "X", circle: "side", parties: ["D"], actor: "D.head" },
  F: { alliance: "F", circle: "joint", parties: ["H", "B"], actor: "H.root", story: true },
  YJ: { alliance: "Y", circle: "joint", parties: ["H", "B"], actor: "H.root" },
  YsH: { alliance: "Y", circle: "side", parties: ["H"], actor: "H.root" },
  YsB: { alliance: "Y", circle: "side", parties: ["B"], actor: "B.head" },
};

const person = (name, organisation, roles, alliances = {}, more = {}) => ({ name, organisation, roles, alliances, ...more });

/** Everybody: roles in the own organisation, and in alliances. */
export const PEOPLE = [
  person("H.root", "H", ["administrator", "head"]),
  person("H.head", "H", ["head"]),
  person("H.administrator", "H", ["administrator"]),
  ...ROLES.map((role) => person(`H.${role}`, "H", [role], { X: role })),
  person("H.other", "H", ["manager"], { Y: "manager" }),
  person("A.head", "A", ["head"]),
  person("A.administrator", "A", ["administrator"]),
  ...ROLES.map((role) => person(`A.${role}`, "A", [role], { X: role })),
  person("A.ended", "A", ["member"], { X: "member" }, { ended: true }),
  person("A.disabled", "A", ["manager"], { X: "manager" }),
  person("A.expired", "A", ["manager"], { X: "manager" }),
  person("B.head", "B", ["head"]),
  person("B.member", "B", ["member"], { Y: "member" }),
  person("C.head", "C", ["head"]),
  person("C.member", "C", ["member"], { X: "member" }),
  person("D.head", "D", ["head"]),
  person("D.member", "D", ["member"], { X: "member" }),
];

/** Viewers who do not look with all that they may: by a token of one alliance, or with the eyes of somebody else. */
export const EYES = {
  "A.manager by token": { person: "A.manager", token: ["--alliance", "alliances/X"] },
  "A.member reading": { person: "A.member", token: ["--read-only", "--alliance", "alliances/X"] },
  "H.manager as A.member": { person: "H.manager", as: "people/A.member" },
};
/** Somebody of a workspace of its own, in another store. */
export const FOREIGNER = "Z.root";

export const personOf = (name) => PEOPLE.find((one) => one.name === (EYES[name]?.person ?? name));

/**
 * Viewers that know the same, and so share the world without what they do not know. `partners`: the organisations that
 * are there for them at all.
 */
export const GROUPS = [
  { name: "the host's people in X", viewers: ROLES.map((role) => `H.${role}`), places: ["oH", "XJ1", "XJ2", "XJ4", "XsH"], partners: ["A", "C", "D"] },
  { name: "the host's people in Y", viewers: ["H.other"], places: ["oH", "YJ", "YsH", "F"], partners: ["B"] },
  { name: "the host's heads", viewers: ["H.head", "H.root"], places: ["oH", "XJ1", "XJ2", "XJ4", "XsH", "YJ", "YsH", "F"], partners: ["A", "B", "C", "D"] },
  { name: "the host's administrator", viewers: ["H.administrator"], places: ["oH"], partners: [] },
  { name: "a partner's people", viewers: ["A.head", ...ROLES.map((role) => `A.${role}`)], places: ["oA", "XJ1", "XJ2", "XJ4", "XsA"], partners: ["A", "C", "D"] },
  { name: "a partner's administrator", viewers: ["A.administrator"], places: ["oA"], partners: ["A"] },
  // What was theirs while they were in the team stays told among their own data, and nowhere else.
  { name: "one whose time in the team is over", viewers: ["A.ended"], places: ["oA"], partners: ["A"], own: { alliance: "X", shows: ["alliances/X", "parties/X.A", "memberships/X.A.ended"] } },
  { name: "a token of one alliance", viewers: ["A.manager by token", "A.member reading"], places: ["XJ1", "XJ2", "XJ4", "XsA"], partners: ["A", "C", "D"] },
  { name: "a host's manager with a partner's eyes", viewers: ["H.manager as A.member"], places: ["XJ1", "XJ2", "XJ4"], partners: ["A", "C", "D"] },
  { name: "a competitor in another alliance", viewers: ["B.head", "B.member"], places: ["oB", "YJ", "YsB", "F"], partners: ["B"] },
  { name: "a party that left", viewers: ["C.head", "C.member"], places: ["oC", "XJ2", "XsC"], partners: ["A", "C"] },
  { name: "a party that came later", viewers: ["D.head", "D.member"], places: ["oD", "XJ4", "XsD"], partners: ["A", "D"] },
  { name: "nobody", viewers: ["signed out", "a stranger", "A.disabled", "A.expired", FOREIGNER], places: [], partners: [] },
];

const alliancesOf = (group) => new Set(group.places.map((place) => PLACES[place].alliance).filter(Boolean));

/** Whether a person is part of the world of a group: one's own colleagues, and whoever takes part beside one. */
export function isThere(group, one) {
  if (!group || one.name === "H.root") return true;
  if (one.organisation !== "H" && !group.partners.includes(one.organisation)) return false;
  if (group.places.includes(`o${one.organisation}`)) return true;
  const known = alliancesOf(group);
  const beside = Object.keys(one.alliances).some((alliance) => known.has(alliance));
  return beside || (one.organisation !== "H" && one.roles.includes("head"));
}

/** Whether the world without what the group does not know has a record that belongs to `place`. */
export const isKnown = (group, place) => !group || group.places.includes(place);

/** Whether that world has what the frame of an alliance says: of one's own former team, only oneself. */
export function isFramed(group, alliance, member) {
  if (group.places.some((place) => PLACES[place].alliance === alliance)) return true;
  return group.own?.alliance === alliance && (!member || group.viewers.includes(member));
}
