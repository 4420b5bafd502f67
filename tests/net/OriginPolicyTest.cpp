//
// OriginPolicyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/OriginPolicy.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using Net::OriginPolicy;


namespace {


const Poco::Net::IPAddress PEER("192.0.2.1");
const Poco::Net::IPAddress PROXY("10.1.2.3");


Request request(std::string_view origin, std::string_view host)
{
	Request request;
	request.method = "GET";
	request.target = "/";
	if (!host.empty()) request.headers.add("Host", host);
	if (!origin.empty()) request.headers.add("Origin", origin);
	return request;
}


bool accepts(const OriginPolicy& policy, std::string_view origin, std::string_view host = "example.com", bool overTLS = false)
{
	return policy.accepts(request(origin, host), PEER, overTLS);
}


Request forwarded(std::string_view origin, std::string_view host, std::string_view scheme)
{
	auto result = request(origin, "backend:8080");
	if (!host.empty()) result.headers.add("X-Forwarded-Host", host);
	if (!scheme.empty()) result.headers.add("X-Forwarded-Proto", scheme);
	return result;
}


} // namespace


BOOST_AUTO_TEST_SUITE(OriginPolicyTest)


BOOST_AUTO_TEST_CASE(badInput20OriginTable)
{
	struct Row
	{
		const char* origin;
		const char* host;
		bool overTLS;
		bool accepted;
	};
	const Row rows[] =
		{
			{"http://example.com", "example.com", false, true},
			{"http://EXAMPLE.com", "Example.COM", false, true},
			{"http://example.com:80", "example.com", false, true},
			{"http://example.com", "example.com:80", false, true},
			{"http://example.com:8080", "example.com:8080", false, true},
			{"https://example.com", "example.com", true, true},
			{"https://example.com", "example.com", false, true},           // a proxy may have removed the TLS
			{"http://[::1]:9000", "[::1]:9000", false, true},
			{"http://example.com", "example.com", true, false},
			{"http://example.com:8080", "example.com", false, false},
			{"http://example.com", "example.com:8080", false, false},
			{"https://example.com:444", "example.com", true, false},
			{"http://evil-example.com", "example.com", false, false},
			{"http://example.com.evil.org", "example.com", false, false},
			{"http://example.com", "evil-example.com", false, false},
			{"http://sub.example.com", "example.com", false, false},
			{"http://example.com.", "example.com", false, false},
			{"null", "example.com", false, false},
			{"http://example.com http://evil.org", "example.com", false, false},
			{"http://example.com, http://example.com", "example.com", false, false},
			{"http://example.com/", "example.com", false, false},
			{"http://user@example.com", "example.com", false, false},
			{"http://example.com:", "example.com", false, false},
			{"http://example.com:0", "example.com", false, false},
			{"http://example.com:65536", "example.com", false, false},
			{"http://example.com:80x", "example.com", false, false},
			{"http://", "example.com", false, false},
			{"://example.com", "example.com", false, false},
			{"example.com", "example.com", false, false},
			{"ftp://example.com", "example.com", false, false},
			{"chrome-extension://example.com", "example.com", false, false},
			{"http://example.com", "", false, false},
			{"http://[]", "[]", false, false},
			{"http://[::1", "[::1", false, false},
		};
	for (const auto& row: rows)
	{
		BOOST_TEST_CONTEXT(row.origin << " for " << row.host << (row.overTLS ? " over TLS" : ""))
		BOOST_TEST(accepts(OriginPolicy::sameHost(), row.origin, row.host, row.overTLS) == row.accepted);
	}
}


BOOST_AUTO_TEST_CASE(badInput20SeveralOriginsAreRefused)
{
	auto twice = request("http://example.com", "example.com");
	twice.headers.add("Origin", "http://example.com");

	BOOST_TEST(!OriginPolicy().accepts(twice, PEER, false));
}


BOOST_AUTO_TEST_CASE(badInput20OriginOfTheOlderHybisIsChecked)
{
	auto own = request({}, "example.com");
	own.headers.add("Sec-WebSocket-Origin", "http://example.com");
	auto foreign = request({}, "example.com");
	foreign.headers.add("Sec-WebSocket-Origin", "http://evil.org");

	BOOST_TEST(OriginPolicy().accepts(own, PEER, false));
	BOOST_TEST(!OriginPolicy().accepts(foreign, PEER, false));
}


BOOST_AUTO_TEST_CASE(aMissingOriginIsAcceptedUnlessItIsRequired)
{
	BOOST_TEST(accepts(OriginPolicy(), {}));
	BOOST_TEST(!accepts(OriginPolicy().requireOrigin(), {}));
	BOOST_TEST(!accepts(OriginPolicy::any().requireOrigin(), {}));
	BOOST_TEST(accepts(OriginPolicy().requireOrigin(false), {}));
}


BOOST_AUTO_TEST_CASE(anyAcceptsWhatIsNoOriginToo)
{
	for (const auto* origin: {"http://evil.org", "null", "garbage"}) BOOST_TEST(accepts(OriginPolicy::any(), origin));
}


BOOST_AUTO_TEST_CASE(allowedOriginsAreComparedExactly)
{
	const auto policy = OriginPolicy().allow("https://App.example.org").allow("http://localhost:3000");

	BOOST_TEST(accepts(policy, "https://app.example.org"));
	BOOST_TEST(accepts(policy, "https://app.example.org:443"));
	BOOST_TEST(accepts(policy, "http://localhost:3000"));
	BOOST_TEST(accepts(policy, "http://example.com"));
	BOOST_TEST(!accepts(policy, "http://app.example.org"));
	BOOST_TEST(!accepts(policy, "https://app.example.org:8443"));
	BOOST_TEST(!accepts(policy, "http://localhost"));
}


BOOST_AUTO_TEST_CASE(nullIsAcceptedWhereItIsAllowed)
{
	BOOST_TEST(accepts(OriginPolicy().allow("null"), "null"));
}


BOOST_AUTO_TEST_CASE(malformedOriginsCannotBeAllowed)
{
	for (const auto* origin: {"", "example.com", "https://example.com/", "https://a b", "https://*.example.com", "https://x:99999"})
		BOOST_CHECK_THROW(OriginPolicy().allow(origin), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(aTrustedProxyTellsHostAndScheme)
{
	const auto policy = OriginPolicy().trustProxy("10.0.0.0/8");

	BOOST_TEST(policy.accepts(forwarded("https://example.com", "example.com", "https"), PROXY, false));
	BOOST_TEST(policy.accepts(forwarded("http://example.com", "example.com", "http"), PROXY, true));
	BOOST_TEST(!policy.accepts(forwarded("http://example.com", "example.com", "https"), PROXY, false));
	BOOST_TEST(!policy.accepts(forwarded("https://evil.org", "example.com", "https"), PROXY, false));
}


BOOST_AUTO_TEST_CASE(theLastForwardedElementCounts)
{
	const auto policy = OriginPolicy().trustProxy("10.1.2.3");

	BOOST_TEST(policy.accepts(forwarded("https://example.com", "evil.org, example.com", "http, https"), PROXY, false));
	BOOST_TEST(!policy.accepts(forwarded("https://evil.org", "evil.org, example.com", "https"), PROXY, false));
}


BOOST_AUTO_TEST_CASE(othersCannotForward)
{
	const auto policy = OriginPolicy().trustProxy("10.0.0.0/8");

	BOOST_TEST(!policy.accepts(forwarded("https://example.com", "example.com", "https"), PEER, false));
	BOOST_TEST(!policy.secure(forwarded({}, {}, "https"), PEER, false));
}


BOOST_AUTO_TEST_CASE(networksMatchByPrefix)
{
	const auto trusted = [](const char* network, const char* peer) {
		return OriginPolicy().trustProxy(network).secure(forwarded({}, {}, "https"), Poco::Net::IPAddress(peer), false);
	};

	BOOST_TEST(trusted("10.0.0.0/8", "10.255.255.255"));
	BOOST_TEST(!trusted("10.0.0.0/8", "11.0.0.0"));
	BOOST_TEST(trusted("127.0.0.1", "127.0.0.1"));
	BOOST_TEST(!trusted("127.0.0.1", "127.0.0.2"));
	BOOST_TEST(trusted("0.0.0.0/0", "192.0.2.1"));
	BOOST_TEST(trusted("fd00::/8", "fd12::1"));
	BOOST_TEST(!trusted("fd00::/8", "fe80::1"));
	BOOST_TEST(trusted("10.0.0.0/8", "::ffff:10.1.2.3"));
	BOOST_TEST(!trusted("10.0.0.0/8", "::1"));
}


BOOST_AUTO_TEST_CASE(trustProxiesReplacesAllOfThem)
{
	const auto policy = OriginPolicy().trustProxy("192.0.2.1").trustProxies(Net::TrustedProxies().add("10.0.0.0/8"));

	BOOST_TEST(policy.secure(forwarded({}, {}, "https"), PROXY, false));
	BOOST_TEST(!policy.secure(forwarded({}, {}, "https"), PEER, false));
}


BOOST_AUTO_TEST_CASE(malformedNetworksCannotBeTrusted)
{
	for (const auto* network: {"", "example.com", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/8 ", "::/129"})
		BOOST_CHECK_THROW(OriginPolicy().trustProxy(network), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(secureMeansTLSToUsOrToATrustedProxy)
{
	const auto policy = OriginPolicy().trustProxy("10.0.0.0/8");

	BOOST_TEST(policy.secure(forwarded({}, {}, {}), PEER, true));
	BOOST_TEST(policy.secure(forwarded({}, {}, "https"), PROXY, false));
	BOOST_TEST(!policy.secure(forwarded({}, {}, "http"), PROXY, true));
	BOOST_TEST(!policy.secure(forwarded({}, {}, {}), PEER, false));
}


BOOST_AUTO_TEST_SUITE_END()
