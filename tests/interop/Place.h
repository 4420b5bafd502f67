//
// Place.h
//
// Where a server is, and how it is reached.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Place_INCLUDED
#define Place_INCLUDED


#include "WS/Net/TLS.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <string>


namespace Interop {


struct Place
	/// Where a server is, and how it is reached. What is empty is not used.
{
	static Place parse(int argc, char** argv)
		/// The command line: options, each with its value, and the URL.
	{
		Place place;
		for (int i = 1; i + 2 < argc; i += 2) place.option(argv[i]) = argv[i + 1];
		if (argc % 2 != 0) throw Poco::InvalidArgumentException("an option without a value, or no URL");
		place.url = argv[argc - 1];
		if (place.url.starts_with("wss:")) place.setUpTLS();
		return place;
	}

	Place operator + (const std::string& path) const
	{
		auto place = *this;
		place.url += path;
		return place;
	}

	Place as(const std::string& credentials) const
		/// Percent-encoded.
	{
		auto place = *this;
		place.url.insert(place.url.find("://") + 3, credentials + '@');
		return place;
	}

	Poco::URI uri() const { return Poco::URI(url); }

	std::string url;
	std::string engine;             /// "loop": an event loop's client, else the blocking one
	std::string proxy;
	std::string ca;                 /// whom to trust, in place of the system's authorities
	std::string verify;             /// "no": everybody
	std::string certificate;        /// a client's own
	std::string key;
	WS::Net::ClientTLS tls;         /// for wss, of all these

private:
	void setUpTLS()
	{
		Poco::Net::Context::Params params;
		params.certificateFile = certificate;
		params.privateKeyFile = key;
		params.caLocation = ca;
		params.loadDefaultCAs = ca.empty();
		tls.context = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params);
		tls.verify = verify != "no";
	}

	std::string& option(const std::string& name)
	{
		if (name == "--engine") return engine;
		if (name == "--proxy") return proxy;
		if (name == "--ca") return ca;
		if (name == "--verify") return verify;
		if (name == "--certificate") return certificate;
		if (name == "--key") return key;
		throw Poco::InvalidArgumentException("no such option", name);
	}
};


} // namespace Interop


#endif // Place_INCLUDED
