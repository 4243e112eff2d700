//! Kleene's three-valued logic: what is not known is never taken for a no.

/// Yes, no, or not known. Ordered so that `and` is the least and `or` the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known to be false.
    No,
    /// Not known: some fact that would decide it is missing.
    Unknown,
    /// Known to be true.
    Yes,
}

impl Truth {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Yes => "yes",
        }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// At least `needed` of these are yes; unknown while the unknown ones could still make it so.
    pub fn at_least(needed: usize, of: impl IntoIterator<Item = Self>) -> Self {
        let (mut yes, mut unknown) = (0, 0);
        for truth in of {
            match truth {
                Self::Yes => yes += 1,
                Self::Unknown => unknown += 1,
                Self::No => {}
            }
        }
        if yes >= needed {
            Self::Yes
        } else if yes + unknown >= needed {
            Self::Unknown
        } else {
            Self::No
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}
