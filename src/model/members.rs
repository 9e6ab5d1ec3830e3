//! Which statements name a party, or one that belongs to it.
//!
//! This is the one rule for lists, queries, the review queue, agreement and counts. Rules about the tree of parties itself
//! are in `party`.

use std::collections::HashSet;

use super::id::PartyId;
use super::party::Parties;
use super::statement::Statement;

/// Parties that are looked for in statements, with those that belong to them if these are meant too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MeantParties(HashSet<PartyId>);

impl MeantParties {
    /// The asked parties, which need not be in the list, and with `with_members` all that belong to one of them.
    pub(crate) fn new(parties: &Parties, asked: HashSet<PartyId>, with_members: bool) -> Self {
        let mut meant = asked;
        if with_members && meant.iter().any(|party| parties.children(party) > 0) {
            let belongs = |way: &Vec<usize>| {
                let mut above = way.iter().filter_map(|place| parties.get(*place));
                above.any(|party| {
                    meant.contains(&party.id) || party.parent.as_ref().is_some_and(|id| meant.contains(id))
                })
            };
            let members = parties.iter().zip(parties.ways_up()).filter(|(_, way)| belongs(way));
            let members: Vec<PartyId> = members.map(|(party, _)| party.id.clone()).collect();
            meant.extend(members);
        }
        Self(meant)
    }

    /// One party, alone or with its members.
    pub(crate) fn one(parties: &Parties, party: &PartyId, with_members: bool) -> Self {
        Self::new(parties, std::iter::once(party.clone()).collect(), with_members)
    }

    /// Whether this is the identifier of one of them.
    pub(crate) fn has(&self, party: &str) -> bool {
        PartyId::new(party).is_ok_and(|party| self.0.contains(&party))
    }

    /// Whether a statement names one of them anywhere.
    pub(crate) fn are_named_in(&self, statement: &Statement) -> bool {
        statement.parties().any(|party| self.0.contains(party))
    }

    /// Whether one of them is the speaker.
    pub(crate) fn speak_in(&self, statement: &Statement) -> bool {
        statement.speaker().is_some_and(|party| self.0.contains(party))
    }

    /// Whether one of them reports what another says.
    pub(crate) fn report_in(&self, statement: &Statement) -> bool {
        let outer = statement.chain.split_last().map_or(&[][..], |(_, outer)| outer);
        outer.iter().any(|link| self.0.contains(&link.party))
    }

    /// Whether the statement is addressed to one of them.
    pub(crate) fn are_addressed_in(&self, statement: &Statement) -> bool {
        statement.addressees.iter().any(|party| self.0.contains(party))
    }
}

/// The places of the parties that a statement counts for: those that it names, and with them all that they belong to.
/// `ways_up` is [`Parties::ways_up`]. Each place comes once in each list.
pub(crate) fn places_named(
    parties: &Parties,
    ways_up: &[Vec<usize>],
    statement: &Statement,
) -> (Vec<usize>, Vec<usize>) {
    let once = |places: &mut Vec<usize>| {
        places.sort_unstable();
        places.dedup();
    };
    let mut named: Vec<usize> = statement.parties().filter_map(|id| parties.place(id)).collect();
    once(&mut named);
    let mut with_members = named.iter().filter_map(|place| ways_up.get(*place)).flatten().copied().collect();
    once(&mut with_members);
    (named, with_members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::KindId;
    use crate::model::party::{Party, Rgb};
    use crate::model::span::Span;
    use crate::model::statement::Link;

    fn id(name: &str) -> PartyId {
        PartyId::new(name).unwrap()
    }

    /// Each party with the one that it belongs to.
    fn parties(of: &[(&str, &str)]) -> Parties {
        let party = |(name, parent): &(&str, &str)| Party {
            id: id(name),
            name: (*name).to_owned(),
            aliases: Vec::new(),
            color: Rgb::PALETTE[0],
            parent: PartyId::new(*parent).ok(),
            key: None,
            about: crate::model::party::PartyAbout::default(),
        };
        of.iter().map(party).collect::<Vec<_>>().into()
    }

    fn statement(chain: &[&str], addressees: &[&str]) -> Statement {
        let mut statement =
            Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 1)], jiff::Timestamp::UNIX_EPOCH);
        statement.chain = chain.iter().map(|name| Link { party: id(name), cue: None, mention: None }).collect();
        statement.addressees = addressees.iter().map(|name| id(name)).collect();
        statement
    }

    #[test]
    fn a_member_of_a_member_counts_in_every_role_where_members_are_meant() {
        let parties = parties(&[("us", ""), ("house", "us"), ("biden", "house"), ("russia", "")]);
        let roles = |meant: &MeantParties, statement: &Statement| {
            [
                meant.are_named_in(statement),
                meant.speak_in(statement),
                meant.report_in(statement),
                meant.are_addressed_in(statement),
            ]
        };
        let speaks = statement(&["russia", "biden"], &[]);
        let reports = statement(&["biden", "russia"], &[]);
        let addressed = statement(&["russia"], &["biden"]);
        for (with_members, speaker, reporter, addressee) in [
            (true, [true, true, false, false], [true, false, true, false], [true, false, false, true]),
            (false, [false; 4], [false; 4], [false; 4]),
        ] {
            let us = MeantParties::one(&parties, &id("us"), with_members);
            assert_eq!(roles(&us, &speaks), speaker);
            assert_eq!(roles(&us, &reports), reporter);
            assert_eq!(roles(&us, &addressed), addressee);
        }
        let biden = MeantParties::one(&parties, &id("biden"), true);
        assert!(!biden.are_named_in(&statement(&["house", "us"], &[])), "what a party belongs to is no member of it");
    }

    #[test]
    fn parties_that_are_not_listed_and_circles_do_no_harm() {
        let circle = parties(&[("a", "b"), ("b", "a"), ("c", "gone")]);
        assert!(MeantParties::one(&circle, &id("a"), true).are_named_in(&statement(&["b"], &[])));
        assert!(MeantParties::one(&circle, &id("gone"), true).are_named_in(&statement(&["gone"], &[])));
        assert!(MeantParties::one(&circle, &id("gone"), true).are_named_in(&statement(&["c"], &[])));
    }
}
