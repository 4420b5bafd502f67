//
// Plugin.cpp
//
// permessage-deflate as a shared object: that of WS::Deflate, for programs that are not linked with it.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/PerMessageDeflate.h>
#include <WS/Plugin.h>
#include <Poco/Exception.h>
#include <stdexcept>


namespace {


WS::DeflateOptions parsed(std::string_view text)
{
	try
	{
		return WS::DeflateOptions::parse(text);
	}
	catch (const Poco::Exception& exception)
	{
		throw std::invalid_argument(exception.message());        // what() would be the class alone
	}
}


class Deflate: public WS::PerMessageDeflate
{
public:
	static constexpr const char* NAME = "permessage-deflate";
	static constexpr WS::Rsv RSV = WS::Rsv::RSV1;

	explicit Deflate(std::string_view options): PerMessageDeflate(parsed(options)) {}
};


} // namespace


WS_EXTENSION_PLUGIN(Deflate, "1.0")
