//! In: the name of a data centre, or an `api_domain` that a token answer gave. Out: the two hosts to talk to.

use std::fmt;
use std::str::FromStr;

use super::error::Error;

/// Where an account lives. Tokens of one data centre are of no use in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataCenter {
    /// United States, `zoho.com`.
    #[default]
    Us,
    /// European Union, `zoho.eu`.
    Eu,
    /// India, `zoho.in`.
    In,
    /// Australia, `zoho.com.au`.
    Au,
    /// Japan, `zoho.jp`.
    Jp,
    /// Canada, `zohocloud.ca`.
    Ca,
    /// China, `zoho.com.cn`.
    Cn,
    /// Saudi Arabia, `zoho.sa`.
    Sa,
}

impl DataCenter {
    /// Every data centre there is.
    pub const ALL: [Self; 8] = [Self::Us, Self::Eu, Self::In, Self::Au, Self::Jp, Self::Ca, Self::Cn, Self::Sa];

    /// The short name: `us`, `eu`, `in`, `au`, `jp`, `ca`, `cn` or `sa`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::In => "in",
            Self::Au => "au",
            Self::Jp => "jp",
            Self::Ca => "ca",
            Self::Cn => "cn",
            Self::Sa => "sa",
        }
    }

    /// The base URL of the APIs, without a slash at the end.
    pub const fn api_url(self) -> &'static str {
        match self {
            Self::Us => "https://www.zohoapis.com",
            Self::Eu => "https://www.zohoapis.eu",
            Self::In => "https://www.zohoapis.in",
            Self::Au => "https://www.zohoapis.com.au",
            Self::Jp => "https://www.zohoapis.jp",
            Self::Ca => "https://www.zohoapis.ca",
            Self::Cn => "https://www.zohoapis.com.cn",
            Self::Sa => "https://www.zohoapis.sa",
        }
    }

    /// The base URL of the accounts server, which hands out tokens; without a slash at the end.
    pub const fn accounts_url(self) -> &'static str {
        match self {
            Self::Us => "https://accounts.zoho.com",
            Self::Eu => "https://accounts.zoho.eu",
            Self::In => "https://accounts.zoho.in",
            Self::Au => "https://accounts.zoho.com.au",
            Self::Jp => "https://accounts.zoho.jp",
            Self::Ca => "https://accounts.zohocloud.ca",
            Self::Cn => "https://accounts.zoho.com.cn",
            Self::Sa => "https://accounts.zoho.sa",
        }
    }

    /// The data centre whose API host this is, or `None` for any other text. A token is only ever sent to known hosts.
    pub fn from_api_domain(domain: &str) -> Option<Self> {
        let domain = domain.trim().trim_end_matches('/');
        Self::ALL.into_iter().find(|dc| dc.api_url() == domain)
    }

    /// The data centre whose accounts server this is: what comes as `accounts-server` with a code. `None` for any other
    /// text.
    pub fn from_accounts_server(url: &str) -> Option<Self> {
        let url = url.trim().trim_end_matches('/');
        Self::ALL.into_iter().find(|dc| dc.accounts_url() == url)
    }
}

impl fmt::Display for DataCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DataCenter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|dc| dc.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| Error::invalid("data_center", "expected us, eu, in, au, jp, ca, cn or sa"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_host_is_found_again() {
        for dc in DataCenter::ALL {
            assert_eq!(dc.as_str().parse::<DataCenter>().ok(), Some(dc));
            assert_eq!(DataCenter::from_api_domain(dc.api_url()), Some(dc));
            assert_eq!(DataCenter::from_accounts_server(&format!("{}/", dc.accounts_url())), Some(dc));
            assert!(dc.accounts_url().starts_with("https://accounts.zoho"));
        }
    }

    #[test]
    fn hosts_that_only_look_alike_are_unknown() {
        for domain in ["https://www.zohoapis.com.evil.example", "http://www.zohoapis.com", "www.zohoapis.com", ""] {
            assert_eq!(DataCenter::from_api_domain(domain), None, "{domain}");
        }
    }
}
